using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BootService.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Frontends : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "frontends",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    address = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    heard = table.Column<long>(type: "bigint", nullable: false),
                    program = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    started = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_frontends", x => x.name);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "frontends");
        }
    }
}
