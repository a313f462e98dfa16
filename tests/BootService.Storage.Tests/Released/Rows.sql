INSERT INTO "networks" ("name", "address", "prefix", "gateway", "zone", "pxe", "mtu", "pool_first", "pool_last")
VALUES ('private', 167837696, 16, 167837953, 'local', 1, 1500, NULL, NULL);
INSERT INTO "appliances" ("name", "long_name", "node", "is_public") VALUES ('backend', 'Backend', 'backend', 1);
INSERT INTO "pallets" ("name", "version", "os", "arch", "release", "kernel", "initrd", "boxes")
VALUES ('CentOS', '6.6', 'redhat', 'x86_64', '', 'vmlinuz', 'initrd.img', '["default"]');
INSERT INTO "hosts" ("name", "appliance", "rack", "rank", "action", "os", "environment", "box", "install_action", "os_action", "comment")
VALUES ('backend-0-0', 'backend', '0', '0', 'Install', 'redhat', NULL, 'default', 'install', 'os', 'the first');
INSERT INTO "interfaces" ("host", "name", "position", "mac", "address", "network", "is_default", "host_name")
VALUES ('backend-0-0', 'eth0', 0, 90520730730752, 167837954, 'private', 1, NULL);
INSERT INTO "attributes" ("scope", "target", "name", "text", "shadow", "since") VALUES ('Host', 'backend-0-0', 'cores', '8', 0, 638000000000000000);
INSERT INTO "attributes" ("scope", "target", "name", "text", "shadow", "since") VALUES ('Global', '', 'site.secret', 'hush', 1, 638000000000000000);
INSERT INTO "attempts" ("id", "host", "secret", "armed", "allowed", "patience", "pallet_name", "pallet_version", "pallet_os", "pallet_arch", "image_kernel",
  "image_initrd", "image_major", "image_arch", "state", "handouts", "last_handout", "last_heard", "last_step", "why", "bound_to")
VALUES (7, 'backend-0-0', 'the-secret-of-the-attempt', 638000000000000000, 3, 18000000000, 'CentOS', '6.6', 'redhat', 'x86_64', 'vmlinuz',
  'initrd.img', 6, 'x86_64', 'Installing', 1, 638000000000000000, 638000000000000000, 'disks', NULL, NULL);
INSERT INTO "kickstarts" ("attempt", "name", "text", "masked") VALUES (7, 'ks', 'lang en_US', 'lang ***');
INSERT INTO "tokens" ("name", "digest", "role", "made", "ends") VALUES ('wallboard', 'd1', 'Admin', 638000000000000000, NULL);
INSERT INTO "carts" ("name", "boxes") VALUES ('site', '["default"]');
INSERT INTO "groups" ("name") VALUES ('rackless');
