using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BootService.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class SharedTexts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "texts",
                columns: table => new
                {
                    digest = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    @base = table.Column<string>(name: "base", type: "text", nullable: true, collation: "C"),
                    octets = table.Column<byte[]>(type: "bytea", nullable: false),
                    packed = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_texts", x => x.digest);
                });

            // What is there stays as it is, named by its attempt; what comes is packed. Before the indexes: they are of digests.
            migrationBuilder.Sql(
                """
                INSERT INTO texts (digest, base, packed, octets)
                SELECT attempt || '/' || name, NULL, FALSE, convert_to(text, 'UTF8') FROM kickstarts;

                INSERT INTO texts (digest, base, packed, octets)
                SELECT attempt || '/' || name || '/masked', NULL, FALSE, convert_to(masked, 'UTF8') FROM kickstarts WHERE masked IS NOT NULL;

                UPDATE kickstarts
                SET text = attempt || '/' || name, masked = CASE WHEN masked IS NULL THEN NULL ELSE attempt || '/' || name || '/masked' END;
                """);

            migrationBuilder.CreateIndex(
                name: "IX_kickstarts_masked",
                table: "kickstarts",
                column: "masked");

            migrationBuilder.CreateIndex(
                name: "IX_kickstarts_text",
                table: "kickstarts",
                column: "text");

            migrationBuilder.CreateIndex(
                name: "IX_texts_base",
                table: "texts",
                column: "base");

            // A text leaves with the last attempt that has it, and a base with the last text that is packed against it.
            migrationBuilder.Sql(
                """
                CREATE FUNCTION forget_texts() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    DELETE FROM texts WHERE digest IN (OLD.text, OLD.masked)
                        AND NOT EXISTS (SELECT 1 FROM kickstarts WHERE kickstarts.text = texts.digest)
                        AND NOT EXISTS (SELECT 1 FROM kickstarts WHERE kickstarts.masked = texts.digest);
                    RETURN NULL;
                END $$;

                CREATE FUNCTION forget_base() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    DELETE FROM texts WHERE digest = OLD.base AND NOT EXISTS (SELECT 1 FROM texts AS other WHERE other.base = OLD.base);
                    RETURN NULL;
                END $$;

                CREATE TRIGGER kickstarts_removed AFTER DELETE ON kickstarts FOR EACH ROW EXECUTE FUNCTION forget_texts();

                CREATE TRIGGER texts_removed AFTER DELETE ON texts FOR EACH ROW WHEN (OLD.base IS NOT NULL) EXECUTE FUNCTION forget_base();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                "DROP TRIGGER kickstarts_removed ON kickstarts; DROP TRIGGER texts_removed ON texts; DROP FUNCTION forget_texts(); DROP FUNCTION forget_base();");

            migrationBuilder.DropTable(
                name: "texts");

            migrationBuilder.DropIndex(
                name: "IX_kickstarts_masked",
                table: "kickstarts");

            migrationBuilder.DropIndex(
                name: "IX_kickstarts_text",
                table: "kickstarts");
        }
    }
}
