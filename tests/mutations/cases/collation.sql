-- setup: collations of both providers
CREATE COLLATION owned (LC_COLLATE = 'C', LC_CTYPE = 'C');
CREATE COLLATION sorted (LC_COLLATE = 'C', LC_CTYPE = 'C');
CREATE COLLATION typed (LC_COLLATE = 'C', LC_CTYPE = 'C');
CREATE COLLATION strict (PROVIDER = icu, LOCALE = 'und-u-ks-level2');
CREATE COLLATION german (PROVIDER = icu, LOCALE = 'de');
CREATE COLLATION provided (LOCALE = 'C');
CREATE COLLATION dropped (LOCALE = 'C');
ALTER COLLATION owned OWNER TO alice;

-- finds: changed collation public.owned: owner
ALTER COLLATION owned OWNER TO bob;

-- finds: changed collation public.sorted: lc_collate
DROP COLLATION sorted;
CREATE COLLATION sorted (LC_COLLATE = 'POSIX', LC_CTYPE = 'C');

-- finds: changed collation public.typed: lc_ctype
DROP COLLATION typed;
CREATE COLLATION typed (LC_COLLATE = 'C', LC_CTYPE = 'POSIX');

-- finds: changed collation public.strict: deterministic
DROP COLLATION strict;
CREATE COLLATION strict (PROVIDER = icu, LOCALE = 'und-u-ks-level2', DETERMINISTIC = false);

-- finds: changed collation public.german: locale
DROP COLLATION german;
CREATE COLLATION german (PROVIDER = icu, LOCALE = 'de-u-co-phonebk');

-- finds: changed collation public.provided: provider
-- finds: changed collation public.provided: lc_collate
-- finds: changed collation public.provided: lc_ctype
-- finds: changed collation public.provided: locale
-- because: another provider calls its locales otherwise, and has one instead of two
DROP COLLATION provided;
CREATE COLLATION provided (PROVIDER = icu, LOCALE = 'und');

-- finds: missing collation public.dropped
DROP COLLATION dropped;

-- finds: unexpected collation public.another
CREATE COLLATION another (LOCALE = 'C');

-- setup(16-): rules of ICU
CREATE COLLATION ruled (PROVIDER = icu, LOCALE = 'und');

-- finds: changed collation public.ruled: rules
DROP COLLATION ruled;
CREATE COLLATION ruled (PROVIDER = icu, LOCALE = 'und', RULES = '&a < b');
