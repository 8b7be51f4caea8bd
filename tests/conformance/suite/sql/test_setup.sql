-- What both other files begin with.
CREATE TABLE base (a int PRIMARY KEY, b text);
COPY base FROM stdin;
1	one
2	two
\.
