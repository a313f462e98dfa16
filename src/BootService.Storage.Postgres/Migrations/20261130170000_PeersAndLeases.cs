using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BootService.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class PeersAndLeases : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "service",
                table: "frontends",
                type: "text",
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "frontend",
                table: "events",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<long>(
                name: "n",
                table: "events",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "leases",
                columns: table => new
                {
                    address = table.Column<long>(type: "bigint", nullable: false),
                    client = table.Column<long>(type: "bigint", nullable: false),
                    frontend = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    until = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_leases", x => x.address);
                });

            migrationBuilder.CreateIndex(
                name: "IX_events_frontend_n",
                table: "events",
                columns: new[] { "frontend", "n" });

            migrationBuilder.CreateIndex(
                name: "IX_leases_frontend_n",
                table: "leases",
                columns: new[] { "frontend", "n" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "leases");

            migrationBuilder.DropIndex(
                name: "IX_events_frontend_n",
                table: "events");

            migrationBuilder.DropColumn(
                name: "service",
                table: "frontends");

            migrationBuilder.DropColumn(
                name: "frontend",
                table: "events");

            migrationBuilder.DropColumn(
                name: "n",
                table: "events");
        }
    }
}
