using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BootService.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Trust : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "log",
                table: "attempts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "audit",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    change = table.Column<long>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    who = table.Column<string>(type: "TEXT", nullable: false),
                    uid = table.Column<long>(type: "INTEGER", nullable: true),
                    via = table.Column<string>(type: "TEXT", nullable: false),
                    command = table.Column<string>(type: "TEXT", nullable: false),
                    thing = table.Column<string>(type: "TEXT", nullable: false),
                    field = table.Column<string>(type: "TEXT", nullable: false),
                    old = table.Column<string>(type: "TEXT", nullable: true),
                    @new = table.Column<string>(name: "new", type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "counters",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    value = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_counters", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "tokens",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    digest = table.Column<string>(type: "TEXT", nullable: false),
                    role = table.Column<string>(type: "TEXT", nullable: false),
                    made = table.Column<long>(type: "INTEGER", nullable: false),
                    ends = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tokens", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "undos",
                columns: table => new
                {
                    change = table.Column<long>(type: "INTEGER", nullable: false),
                    steps = table.Column<string>(type: "TEXT", nullable: false),
                    undone_by = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_undos", x => x.change);
                });

            migrationBuilder.CreateIndex(
                name: "IX_audit_change",
                table: "audit",
                column: "change");

            migrationBuilder.CreateIndex(
                name: "IX_audit_thing_id",
                table: "audit",
                columns: new[] { "thing", "id" });

            // Events outlive the hosts whose attempts they name.
            migrationBuilder.Sql(
                """
                INSERT INTO counters (name, value)
                SELECT 'attempt', max(coalesce((SELECT max(id) FROM attempts), 0), coalesce((SELECT max(attempt) FROM events), 0));
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit");

            migrationBuilder.DropTable(
                name: "counters");

            migrationBuilder.DropTable(
                name: "tokens");

            migrationBuilder.DropTable(
                name: "undos");

            migrationBuilder.DropColumn(
                name: "log",
                table: "attempts");
        }
    }
}
