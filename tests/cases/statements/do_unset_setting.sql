-- expect-diagnostic: replay.unset-setting
DO $$
DECLARE who text := coalesce(current_setting('app.not_set', true), 'plain');
BEGIN
  EXECUTE format('CREATE TABLE %I (a int)', who);
END $$;
SELECT set_config('app.now_set', 'x', false);
DO $$ BEGIN
  EXECUTE format('CREATE TABLE %I (a int)', current_setting('app.now_set', true));
END $$;
