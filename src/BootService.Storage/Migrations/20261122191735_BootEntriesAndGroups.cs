using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BootService.Storage.Migrations
{
    /// <inheritdoc />
    public partial class BootEntriesAndGroups : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "groups",
                table: "hosts",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.CreateTable(
                name: "boot_entries",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    os = table.Column<string>(type: "TEXT", nullable: false),
                    release = table.Column<int>(type: "INTEGER", nullable: false),
                    start = table.Column<string>(type: "TEXT", nullable: false),
                    kernel = table.Column<string>(type: "TEXT", nullable: true),
                    efi_kernel = table.Column<string>(type: "TEXT", nullable: true),
                    ramdisk = table.Column<string>(type: "TEXT", nullable: true),
                    args = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_boot_entries", x => new { x.name, x.os, x.release });
                });

            migrationBuilder.CreateTable(
                name: "groups",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_groups", x => x.name);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "boot_entries");

            migrationBuilder.DropTable(
                name: "groups");

            migrationBuilder.DropColumn(
                name: "groups",
                table: "hosts");
        }
    }
}
