-- Of two that say the same one is enough, which takes the name of either.
CREATE TABLE t (a int, b int, EXCLUDE (a WITH =), EXCLUDE (a WITH =));
CREATE TABLE named (a int, b int, EXCLUDE (a WITH =), CONSTRAINT c EXCLUDE (a WITH =),
                    CONSTRAINT d EXCLUDE (a WITH =));
CREATE TABLE others (a int, b int, EXCLUDE (a WITH =), EXCLUDE (b WITH =),
                     EXCLUDE (a WITH =, b WITH =), EXCLUDE (a WITH =) DEFERRABLE,
                     EXCLUDE (a DESC WITH =), UNIQUE (a), EXCLUDE (a WITH =) WHERE (b > 0));
