using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BootService.Storage.Migrations
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
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    long_name = table.Column<string>(type: "TEXT", nullable: false),
                    node = table.Column<string>(type: "TEXT", nullable: true),
                    is_public = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_appliances", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "attributes",
                columns: table => new
                {
                    scope = table.Column<string>(type: "TEXT", nullable: false),
                    target = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    shadow = table.Column<bool>(type: "INTEGER", nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_attributes", x => new { x.scope, x.target, x.name });
                });

            migrationBuilder.CreateTable(
                name: "hosts",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    appliance = table.Column<string>(type: "TEXT", nullable: false),
                    rack = table.Column<int>(type: "INTEGER", nullable: false),
                    rank = table.Column<int>(type: "INTEGER", nullable: false),
                    action = table.Column<string>(type: "TEXT", nullable: false),
                    os = table.Column<string>(type: "TEXT", nullable: false),
                    environment = table.Column<string>(type: "TEXT", nullable: true),
                    box = table.Column<string>(type: "TEXT", nullable: false),
                    install_action = table.Column<string>(type: "TEXT", nullable: false),
                    os_action = table.Column<string>(type: "TEXT", nullable: false),
                    comment = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_hosts", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "networks",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    address = table.Column<long>(type: "INTEGER", nullable: false),
                    prefix = table.Column<int>(type: "INTEGER", nullable: false),
                    gateway = table.Column<long>(type: "INTEGER", nullable: true),
                    zone = table.Column<string>(type: "TEXT", nullable: true),
                    pxe = table.Column<bool>(type: "INTEGER", nullable: false),
                    mtu = table.Column<int>(type: "INTEGER", nullable: false),
                    pool_first = table.Column<long>(type: "INTEGER", nullable: true),
                    pool_last = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_networks", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "pallets",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<string>(type: "TEXT", nullable: false),
                    os = table.Column<string>(type: "TEXT", nullable: false),
                    arch = table.Column<string>(type: "TEXT", nullable: false),
                    release = table.Column<string>(type: "TEXT", nullable: false),
                    kernel = table.Column<string>(type: "TEXT", nullable: true),
                    initrd = table.Column<string>(type: "TEXT", nullable: true),
                    boxes = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_pallets", x => new { x.name, x.version, x.os, x.arch });
                });

            migrationBuilder.CreateTable(
                name: "attempts",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    host = table.Column<string>(type: "TEXT", nullable: false),
                    secret = table.Column<string>(type: "TEXT", nullable: false),
                    armed = table.Column<long>(type: "INTEGER", nullable: false),
                    allowed = table.Column<int>(type: "INTEGER", nullable: false),
                    patience = table.Column<long>(type: "INTEGER", nullable: false),
                    pallet_name = table.Column<string>(type: "TEXT", nullable: false),
                    pallet_version = table.Column<string>(type: "TEXT", nullable: false),
                    pallet_os = table.Column<string>(type: "TEXT", nullable: false),
                    pallet_arch = table.Column<string>(type: "TEXT", nullable: false),
                    image_kernel = table.Column<string>(type: "TEXT", nullable: false),
                    image_initrd = table.Column<string>(type: "TEXT", nullable: true),
                    image_major = table.Column<int>(type: "INTEGER", nullable: false),
                    image_arch = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    handouts = table.Column<int>(type: "INTEGER", nullable: false),
                    last_handout = table.Column<long>(type: "INTEGER", nullable: true),
                    last_heard = table.Column<long>(type: "INTEGER", nullable: false),
                    last_step = table.Column<string>(type: "TEXT", nullable: false),
                    why = table.Column<string>(type: "TEXT", nullable: true),
                    bound_to = table.Column<long>(type: "INTEGER", nullable: true)
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
                    host = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    position = table.Column<int>(type: "INTEGER", nullable: false),
                    mac = table.Column<long>(type: "INTEGER", nullable: true),
                    address = table.Column<long>(type: "INTEGER", nullable: true),
                    network = table.Column<string>(type: "TEXT", nullable: true),
                    is_default = table.Column<bool>(type: "INTEGER", nullable: false),
                    host_name = table.Column<string>(type: "TEXT", nullable: true)
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
                    attempt = table.Column<long>(type: "INTEGER", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_kickstarts", x => x.attempt);
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
                name: "interfaces");

            migrationBuilder.DropTable(
                name: "kickstarts");

            migrationBuilder.DropTable(
                name: "networks");

            migrationBuilder.DropTable(
                name: "pallets");

            migrationBuilder.DropTable(
                name: "attempts");

            migrationBuilder.DropTable(
                name: "hosts");
        }
    }
}
