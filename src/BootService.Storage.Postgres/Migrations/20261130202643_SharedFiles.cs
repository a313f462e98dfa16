using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BootService.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class SharedFiles : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "answer",
                table: "frontends",
                type: "text",
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "asked",
                table: "frontends",
                type: "text",
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "pallets",
                table: "frontends",
                type: "text",
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "profiles",
                table: "frontends",
                type: "text",
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "site",
                table: "frontends",
                type: "text",
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.CreateTable(
                name: "pallet_contents",
                columns: table => new
                {
                    folder = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    digest = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    octets = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_pallet_contents", x => x.folder);
                });

            migrationBuilder.CreateTable(
                name: "pushed_files",
                columns: table => new
                {
                    frontend = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    path = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    content = table.Column<byte[]>(type: "bytea", nullable: false),
                    digest = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_pushed_files", x => new { x.frontend, x.path });
                });

            migrationBuilder.CreateTable(
                name: "site_files",
                columns: table => new
                {
                    frontend = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    path = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    digest = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    size = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_site_files", x => new { x.frontend, x.path });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "pallet_contents");

            migrationBuilder.DropTable(
                name: "pushed_files");

            migrationBuilder.DropTable(
                name: "site_files");

            migrationBuilder.DropColumn(
                name: "answer",
                table: "frontends");

            migrationBuilder.DropColumn(
                name: "asked",
                table: "frontends");

            migrationBuilder.DropColumn(
                name: "pallets",
                table: "frontends");

            migrationBuilder.DropColumn(
                name: "profiles",
                table: "frontends");

            migrationBuilder.DropColumn(
                name: "site",
                table: "frontends");
        }
    }
}
