CREATE TABLE t (a serial, b bigserial PRIMARY KEY, c smallserial, d serial8 NOT NULL);
CREATE TABLE "Weird Table" ("Weird Column" serial);
