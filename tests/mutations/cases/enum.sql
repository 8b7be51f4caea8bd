-- setup: labels and an owner
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TYPE size AS ENUM ('small', 'large');
CREATE TYPE dropped AS ENUM ('one');
CREATE TYPE turned AS ENUM ('one', 'two');
ALTER TYPE mood OWNER TO alice;

-- finds: changed enum public.mood: owner
ALTER TYPE mood OWNER TO bob;

-- finds: changed enum public.mood: labels
ALTER TYPE mood ADD VALUE 'happy';

-- finds: changed enum public.size: labels
ALTER TYPE size RENAME VALUE 'small' TO 'tiny';

-- finds: changed enum public.turned: labels
DROP TYPE turned;
CREATE TYPE turned AS ENUM ('two', 'one');

-- finds: missing enum public.dropped
DROP TYPE dropped;

-- finds: unexpected enum public.another
CREATE TYPE another AS ENUM ();
