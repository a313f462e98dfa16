using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace BootService.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Appliance : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "appliances",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    is_public = table.Column<bool>(type: "boolean", nullable: false),
                    long_name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    node = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_appliances", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "attributes",
                columns: table => new
                {
                    scope = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    target = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    shadow = table.Column<bool>(type: "boolean", nullable: false),
                    since = table.Column<long>(type: "bigint", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_attributes", x => new { x.scope, x.target, x.name });
                });

            migrationBuilder.CreateTable(
                name: "audit",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    change = table.Column<long>(type: "bigint", nullable: false),
                    command = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    field = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    @new = table.Column<string>(name: "new", type: "text", nullable: true, collation: "C"),
                    old = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    thing = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    uid = table.Column<long>(type: "bigint", nullable: true),
                    via = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    who = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "boot_entries",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    os = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    release = table.Column<long>(type: "bigint", nullable: false),
                    args = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    efi_kernel = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    kernel = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ramdisk = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    start = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_boot_entries", x => new { x.name, x.os, x.release });
                });

            migrationBuilder.CreateTable(
                name: "boxes",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_boxes", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "carts",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    boxes = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_carts", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "commits",
                columns: table => new
                {
                    version = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    changes = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    frontend = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    id = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_commits", x => x.version);
                });

            migrationBuilder.CreateTable(
                name: "counters",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_counters", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "events",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    address = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    attempt = table.Column<long>(type: "bigint", nullable: false),
                    bytes = table.Column<long>(type: "bigint", nullable: false),
                    host = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    mac = table.Column<long>(type: "bigint", nullable: false),
                    outcome = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    stage = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    took = table.Column<long>(type: "bigint", nullable: false),
                    what = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    why = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_events", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "groups",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_groups", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "hosts",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    action = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    appliance = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    box = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    comment = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    environment = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    groups = table.Column<string>(type: "text", nullable: false, defaultValue: "[]", collation: "C"),
                    install_action = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    learned_loader = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    os = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    os_action = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    rack = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    rank = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_hosts", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "networks",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    address = table.Column<long>(type: "bigint", nullable: false),
                    gateway = table.Column<long>(type: "bigint", nullable: true),
                    mtu = table.Column<long>(type: "bigint", nullable: false),
                    pool_first = table.Column<long>(type: "bigint", nullable: true),
                    pool_last = table.Column<long>(type: "bigint", nullable: true),
                    prefix = table.Column<long>(type: "bigint", nullable: false),
                    pxe = table.Column<bool>(type: "boolean", nullable: false),
                    zone = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_networks", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "pallets",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    os = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    arch = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    boxes = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    initrd = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    kernel = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    overlays = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    release = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_pallets", x => new { x.name, x.version, x.os, x.arch });
                });

            migrationBuilder.CreateTable(
                name: "state",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_state", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "tokens",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    digest = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ends = table.Column<long>(type: "bigint", nullable: true),
                    made = table.Column<long>(type: "bigint", nullable: false),
                    role = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tokens", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "undos",
                columns: table => new
                {
                    change = table.Column<long>(type: "bigint", nullable: false),
                    steps = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    undone_by = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_undos", x => x.change);
                });

            migrationBuilder.CreateTable(
                name: "attempts",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    allowed = table.Column<long>(type: "bigint", nullable: false),
                    armed = table.Column<long>(type: "bigint", nullable: false),
                    bound_to = table.Column<long>(type: "bigint", nullable: true),
                    handouts = table.Column<long>(type: "bigint", nullable: false),
                    host = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    image_arch = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    image_efi_kernel = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    image_initrd = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    image_kernel = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    image_major = table.Column<long>(type: "bigint", nullable: false),
                    image_overlays = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    last_handout = table.Column<long>(type: "bigint", nullable: true),
                    last_heard = table.Column<long>(type: "bigint", nullable: false),
                    last_step = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    log = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    pallet_arch = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    pallet_name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    pallet_os = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    pallet_version = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    patience = table.Column<long>(type: "bigint", nullable: false),
                    secret = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    state = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    why = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_attempts", x => x.id);
                    table.ForeignKey(
                        name: "FK_attempts_hosts_host",
                        column: x => x.host,
                        principalTable: "hosts",
                        principalColumn: "name",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "interfaces",
                columns: table => new
                {
                    host = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    address = table.Column<long>(type: "bigint", nullable: true),
                    channel = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    host_name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    is_default = table.Column<bool>(type: "boolean", nullable: false),
                    mac = table.Column<long>(type: "bigint", nullable: true),
                    module = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    network = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    options = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    position = table.Column<long>(type: "bigint", nullable: false),
                    vlan = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_interfaces", x => new { x.host, x.name });
                    table.ForeignKey(
                        name: "FK_interfaces_hosts_host",
                        column: x => x.host,
                        principalTable: "hosts",
                        principalColumn: "name",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "kickstarts",
                columns: table => new
                {
                    attempt = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    masked = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    text = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_kickstarts", x => new { x.attempt, x.name });
                    table.ForeignKey(
                        name: "FK_kickstarts_attempts_attempt",
                        column: x => x.attempt,
                        principalTable: "attempts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_attempts_host_id",
                table: "attempts",
                columns: new[] { "host", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_attempts_secret",
                table: "attempts",
                column: "secret",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_audit_change",
                table: "audit",
                column: "change");

            migrationBuilder.CreateIndex(
                name: "IX_audit_thing_id",
                table: "audit",
                columns: new[] { "thing", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_commits_id",
                table: "commits",
                column: "id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_events_host_id",
                table: "events",
                columns: new[] { "host", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_interfaces_address",
                table: "interfaces",
                column: "address",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_interfaces_mac",
                table: "interfaces",
                column: "mac",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "appliances");

            migrationBuilder.DropTable(
                name: "attributes");

            migrationBuilder.DropTable(
                name: "audit");

            migrationBuilder.DropTable(
                name: "boot_entries");

            migrationBuilder.DropTable(
                name: "boxes");

            migrationBuilder.DropTable(
                name: "carts");

            migrationBuilder.DropTable(
                name: "commits");

            migrationBuilder.DropTable(
                name: "counters");

            migrationBuilder.DropTable(
                name: "events");

            migrationBuilder.DropTable(
                name: "groups");

            migrationBuilder.DropTable(
                name: "interfaces");

            migrationBuilder.DropTable(
                name: "kickstarts");

            migrationBuilder.DropTable(
                name: "networks");

            migrationBuilder.DropTable(
                name: "pallets");

            migrationBuilder.DropTable(
                name: "state");

            migrationBuilder.DropTable(
                name: "tokens");

            migrationBuilder.DropTable(
                name: "undos");

            migrationBuilder.DropTable(
                name: "attempts");

            migrationBuilder.DropTable(
                name: "hosts");
        }
    }
}
