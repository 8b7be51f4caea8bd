CREATE TABLE t (a inet DEFAULT '::', b inet DEFAULT '::1/128', c inet DEFAULT '2001:DB8:0:0:1::A/64',
  d cidr DEFAULT 'fe80::/10', e inet DEFAULT '1:0:0:2:0:0:0:3', f cidr DEFAULT '1:2:3:4:5:6:7:8',
  g inet DEFAULT '1:0:2:3:4:5:6:7', h inet DEFAULT '10.1.2.3/8');
