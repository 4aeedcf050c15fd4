-- What an import turned away goes some days after its end, the import itself later (docs/OPERATIONS.md, What is kept).
create index import_finished on intake_import.import (finished_at) where finished_at is not null;
grant delete on intake_import.import, intake_import.reject to lachan_intake;
