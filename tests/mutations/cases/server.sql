-- setup: servers
CREATE FOREIGN DATA WRAPPER w;
CREATE FOREIGN DATA WRAPPER w2;
CREATE SERVER s TYPE 't' VERSION '1' FOREIGN DATA WRAPPER w OPTIONS (host 'a');
CREATE SERVER typed TYPE 't' FOREIGN DATA WRAPPER w;
CREATE SERVER wrapped FOREIGN DATA WRAPPER w;
CREATE SERVER dropped FOREIGN DATA WRAPPER w;
ALTER SERVER s OWNER TO alice;

-- finds: changed server s: version
ALTER SERVER s VERSION '2';

-- finds: changed server s: options
ALTER SERVER s OPTIONS (SET host 'b');

-- finds: changed server s: owner
ALTER SERVER s OWNER TO postgres;

-- finds: changed server typed: type
DROP SERVER typed;
CREATE SERVER typed TYPE 'u' FOREIGN DATA WRAPPER w;

-- finds: changed server wrapped: wrapper
DROP SERVER wrapped;
CREATE SERVER wrapped FOREIGN DATA WRAPPER w2;

-- finds: missing server dropped
DROP SERVER dropped;

-- finds: unexpected server another
CREATE SERVER another FOREIGN DATA WRAPPER w;
