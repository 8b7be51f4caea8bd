-- majors: 16-
CREATE COLLATION ruled (provider = icu, locale = 'und', rules = '&V << w <<< W');
CREATE COLLATION underscore (provider = icu, locale = 'en_US');
