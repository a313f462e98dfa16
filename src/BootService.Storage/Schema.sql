CREATE TABLE IF NOT EXISTS "__EFMigrationsHistory" (
    "MigrationId" TEXT NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY,
    "ProductVersion" TEXT NOT NULL
);

CREATE TABLE "appliances" (
    "name" TEXT NOT NULL CONSTRAINT "PK_appliances" PRIMARY KEY,
    "long_name" TEXT NOT NULL,
    "node" TEXT NULL,
    "is_public" INTEGER NOT NULL
);

CREATE TABLE "attributes" (
    "scope" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "shadow" INTEGER NOT NULL,
    "since" INTEGER NOT NULL,
    CONSTRAINT "PK_attributes" PRIMARY KEY ("scope", "target", "name")
);

CREATE TABLE "hosts" (
    "name" TEXT NOT NULL CONSTRAINT "PK_hosts" PRIMARY KEY,
    "appliance" TEXT NOT NULL,
    "rack" INTEGER NOT NULL,
    "rank" INTEGER NOT NULL,
    "action" TEXT NOT NULL,
    "os" TEXT NOT NULL,
    "environment" TEXT NULL,
    "box" TEXT NOT NULL,
    "install_action" TEXT NOT NULL,
    "os_action" TEXT NOT NULL,
    "comment" TEXT NOT NULL
);

CREATE TABLE "networks" (
    "name" TEXT NOT NULL CONSTRAINT "PK_networks" PRIMARY KEY,
    "address" INTEGER NOT NULL,
    "prefix" INTEGER NOT NULL,
    "gateway" INTEGER NULL,
    "zone" TEXT NULL,
    "pxe" INTEGER NOT NULL,
    "mtu" INTEGER NOT NULL,
    "pool_first" INTEGER NULL,
    "pool_last" INTEGER NULL
);

CREATE TABLE "pallets" (
    "name" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "os" TEXT NOT NULL,
    "arch" TEXT NOT NULL,
    "release" TEXT NOT NULL,
    "kernel" TEXT NULL,
    "initrd" TEXT NULL,
    "boxes" TEXT NOT NULL,
    CONSTRAINT "PK_pallets" PRIMARY KEY ("name", "version", "os", "arch")
);

CREATE TABLE "attempts" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_attempts" PRIMARY KEY,
    "host" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "armed" INTEGER NOT NULL,
    "allowed" INTEGER NOT NULL,
    "patience" INTEGER NOT NULL,
    "pallet_name" TEXT NOT NULL,
    "pallet_version" TEXT NOT NULL,
    "pallet_os" TEXT NOT NULL,
    "pallet_arch" TEXT NOT NULL,
    "image_kernel" TEXT NOT NULL,
    "image_initrd" TEXT NULL,
    "image_major" INTEGER NOT NULL,
    "image_arch" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "handouts" INTEGER NOT NULL,
    "last_handout" INTEGER NULL,
    "last_heard" INTEGER NOT NULL,
    "last_step" TEXT NOT NULL,
    "why" TEXT NULL,
    "bound_to" INTEGER NULL,
    CONSTRAINT "FK_attempts_hosts_host" FOREIGN KEY ("host") REFERENCES "hosts" ("name") ON DELETE CASCADE
);

CREATE TABLE "interfaces" (
    "host" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "mac" INTEGER NULL,
    "address" INTEGER NULL,
    "network" TEXT NULL,
    "is_default" INTEGER NOT NULL,
    "host_name" TEXT NULL,
    CONSTRAINT "PK_interfaces" PRIMARY KEY ("host", "name"),
    CONSTRAINT "FK_interfaces_hosts_host" FOREIGN KEY ("host") REFERENCES "hosts" ("name") ON DELETE CASCADE
);

CREATE TABLE "kickstarts" (
    "attempt" INTEGER NOT NULL CONSTRAINT "PK_kickstarts" PRIMARY KEY,
    "text" TEXT NOT NULL,
    CONSTRAINT "FK_kickstarts_attempts_attempt" FOREIGN KEY ("attempt") REFERENCES "attempts" ("id") ON DELETE CASCADE
);

CREATE INDEX "IX_attempts_host_id" ON "attempts" ("host", "id");

CREATE UNIQUE INDEX "IX_attempts_secret" ON "attempts" ("secret");

CREATE UNIQUE INDEX "IX_interfaces_address" ON "interfaces" ("address");

CREATE UNIQUE INDEX "IX_interfaces_mac" ON "interfaces" ("mac");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261122162045_Appliance', '10.0.15');

CREATE TABLE "events" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_events" PRIMARY KEY AUTOINCREMENT,
    "at" INTEGER NOT NULL,
    "mac" INTEGER NOT NULL,
    "stage" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "host" TEXT NULL,
    "attempt" INTEGER NOT NULL,
    "why" TEXT NULL,
    "address" INTEGER NOT NULL,
    "bytes" INTEGER NOT NULL,
    "took" INTEGER NOT NULL
);

CREATE INDEX "IX_events_host_id" ON "events" ("host", "id");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261122162100_Events', '10.0.15');

ALTER TABLE "hosts" ADD "groups" TEXT NOT NULL DEFAULT '[]';

CREATE TABLE "boot_entries" (
    "name" TEXT NOT NULL,
    "os" TEXT NOT NULL,
    "release" INTEGER NOT NULL,
    "start" TEXT NOT NULL,
    "kernel" TEXT NULL,
    "efi_kernel" TEXT NULL,
    "ramdisk" TEXT NULL,
    "args" TEXT NOT NULL,
    CONSTRAINT "PK_boot_entries" PRIMARY KEY ("name", "os", "release")
);

CREATE TABLE "groups" (
    "name" TEXT NOT NULL CONSTRAINT "PK_groups" PRIMARY KEY
);

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261122191735_BootEntriesAndGroups', '10.0.15');

CREATE TABLE "boxes" (
    "name" TEXT NOT NULL CONSTRAINT "PK_boxes" PRIMARY KEY
);

CREATE TABLE "carts" (
    "name" TEXT NOT NULL CONSTRAINT "PK_carts" PRIMARY KEY,
    "boxes" TEXT NOT NULL
);

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261122195746_Carts', '10.0.15');

ALTER TABLE "kickstarts" ADD "masked" TEXT NULL;

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261122203921_MaskedKickstarts', '10.0.15');

ALTER TABLE "attempts" ADD "log" TEXT NULL;

CREATE TABLE "audit" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_audit" PRIMARY KEY AUTOINCREMENT,
    "change" INTEGER NOT NULL,
    "at" INTEGER NOT NULL,
    "who" TEXT NOT NULL,
    "uid" INTEGER NULL,
    "via" TEXT NOT NULL,
    "command" TEXT NOT NULL,
    "thing" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "old" TEXT NULL,
    "new" TEXT NULL
);

CREATE TABLE "counters" (
    "name" TEXT NOT NULL CONSTRAINT "PK_counters" PRIMARY KEY,
    "value" INTEGER NOT NULL
);

CREATE TABLE "tokens" (
    "name" TEXT NOT NULL CONSTRAINT "PK_tokens" PRIMARY KEY,
    "digest" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "made" INTEGER NOT NULL,
    "ends" INTEGER NULL
);

CREATE TABLE "undos" (
    "change" INTEGER NOT NULL CONSTRAINT "PK_undos" PRIMARY KEY,
    "steps" TEXT NOT NULL,
    "undone_by" INTEGER NULL
);

CREATE INDEX "IX_audit_change" ON "audit" ("change");

CREATE INDEX "IX_audit_thing_id" ON "audit" ("thing", "id");

INSERT INTO counters (name, value)
SELECT 'attempt', max(coalesce((SELECT max(id) FROM attempts), 0), coalesce((SELECT max(attempt) FROM events), 0));

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261122205838_Trust', '10.0.15');

ALTER TABLE "attempts" ADD "image_efi_kernel" TEXT NULL;

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261130000212_EfiInstallers', '10.0.15');

ALTER TABLE "interfaces" ADD "channel" TEXT NULL;

ALTER TABLE "interfaces" ADD "module" TEXT NULL;

ALTER TABLE "interfaces" ADD "options" TEXT NULL;

ALTER TABLE "interfaces" ADD "vlan" INTEGER NULL;

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261130005800_LinksOfHosts', '10.0.15');

CREATE TABLE "ef_temp_hosts" (
    "name" TEXT NOT NULL CONSTRAINT "PK_hosts" PRIMARY KEY,
    "action" TEXT NOT NULL,
    "appliance" TEXT NOT NULL,
    "box" TEXT NOT NULL,
    "comment" TEXT NOT NULL,
    "environment" TEXT NULL,
    "groups" TEXT NOT NULL DEFAULT '[]',
    "install_action" TEXT NOT NULL,
    "os" TEXT NOT NULL,
    "os_action" TEXT NOT NULL,
    "rack" TEXT NOT NULL,
    "rank" TEXT NOT NULL
);

INSERT INTO "ef_temp_hosts" ("name", "action", "appliance", "box", "comment", "environment", "groups", "install_action", "os", "os_action", "rack", "rank")
SELECT "name", "action", "appliance", "box", "comment", "environment", "groups", "install_action", "os", "os_action", "rack", "rank"
FROM "hosts";

PRAGMA foreign_keys = 0;

DROP TABLE "hosts";

ALTER TABLE "ef_temp_hosts" RENAME TO "hosts";

PRAGMA foreign_keys = 1;

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261130005906_WordPlaces', '10.0.15');

ALTER TABLE "pallets" ADD "overlays" TEXT NOT NULL DEFAULT '[]';

ALTER TABLE "kickstarts" ADD "name" TEXT NOT NULL DEFAULT 'ks';

ALTER TABLE "attempts" ADD "image_overlays" TEXT NOT NULL DEFAULT '[]';

CREATE TABLE "ef_temp_kickstarts" (
    "attempt" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "masked" TEXT NULL,
    "text" TEXT NOT NULL,
    CONSTRAINT "PK_kickstarts" PRIMARY KEY ("attempt", "name"),
    CONSTRAINT "FK_kickstarts_attempts_attempt" FOREIGN KEY ("attempt") REFERENCES "attempts" ("id") ON DELETE CASCADE
);

INSERT INTO "ef_temp_kickstarts" ("attempt", "name", "masked", "text")
SELECT "attempt", "name", "masked", "text"
FROM "kickstarts";

PRAGMA foreign_keys = 0;

DROP TABLE "kickstarts";

ALTER TABLE "ef_temp_kickstarts" RENAME TO "kickstarts";

PRAGMA foreign_keys = 1;

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261130035719_Answers', '10.0.15');

ALTER TABLE "hosts" ADD "learned_loader" TEXT NULL;

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261130041537_LearnedLoaders', '10.0.15');

CREATE TABLE "environments" (
    "name" TEXT NOT NULL CONSTRAINT "PK_environments" PRIMARY KEY
);

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261130154849_Environments', '10.0.15');

ALTER TABLE "tokens" ADD "scope" TEXT NOT NULL DEFAULT '';

CREATE TABLE "webhooks" (
    "name" TEXT NOT NULL CONSTRAINT "PK_webhooks" PRIMARY KEY,
    "made" INTEGER NOT NULL,
    "secret" TEXT NOT NULL,
    "types" TEXT NOT NULL,
    "url" TEXT NOT NULL
);

CREATE TABLE "webhook_deliveries" (
    "webhook" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "frontend" TEXT NOT NULL,
    "made" INTEGER NOT NULL,
    CONSTRAINT "PK_webhook_deliveries" PRIMARY KEY ("webhook", "id"),
    CONSTRAINT "FK_webhook_deliveries_webhooks_webhook" FOREIGN KEY ("webhook") REFERENCES "webhooks" ("name") ON DELETE CASCADE
);

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261130160825_Webhooks', '10.0.15');

CREATE TABLE "texts" (
    "digest" TEXT NOT NULL CONSTRAINT "PK_texts" PRIMARY KEY,
    "base" TEXT NULL,
    "octets" BLOB NOT NULL,
    "packed" INTEGER NOT NULL
);

INSERT INTO texts (digest, base, packed, octets)
SELECT attempt || '/' || name, NULL, 0, CAST(text AS BLOB) FROM kickstarts;

INSERT INTO texts (digest, base, packed, octets)
SELECT attempt || '/' || name || '/masked', NULL, 0, CAST(masked AS BLOB) FROM kickstarts WHERE masked IS NOT NULL;

UPDATE kickstarts
SET text = attempt || '/' || name, masked = CASE WHEN masked IS NULL THEN NULL ELSE attempt || '/' || name || '/masked' END;

CREATE INDEX "IX_kickstarts_masked" ON "kickstarts" ("masked");

CREATE INDEX "IX_kickstarts_text" ON "kickstarts" ("text");

CREATE INDEX "IX_texts_base" ON "texts" ("base");

CREATE TRIGGER kickstarts_removed AFTER DELETE ON kickstarts BEGIN
    DELETE FROM texts WHERE digest IN (OLD.text, OLD.masked)
        AND NOT EXISTS (SELECT 1 FROM kickstarts WHERE kickstarts.text = texts.digest)
        AND NOT EXISTS (SELECT 1 FROM kickstarts WHERE kickstarts.masked = texts.digest);
END;

CREATE TRIGGER texts_removed AFTER DELETE ON texts WHEN OLD.base IS NOT NULL BEGIN
    DELETE FROM texts WHERE digest = OLD.base AND NOT EXISTS (SELECT 1 FROM texts AS other WHERE other.base = OLD.base);
END;

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261130202829_SharedTexts', '10.0.15');

CREATE TABLE attributes_by_key (
    "scope" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "shadow" INTEGER NOT NULL,
    "since" INTEGER NOT NULL,
    CONSTRAINT "PK_attributes" PRIMARY KEY ("scope", "target", "name")
) WITHOUT ROWID;

INSERT INTO attributes_by_key SELECT scope, target, name, text, shadow, since FROM attributes ORDER BY scope, target, name;

DROP TABLE attributes;

ALTER TABLE attributes_by_key RENAME TO attributes;

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261201235000_AttributesByKey', '10.0.15');

