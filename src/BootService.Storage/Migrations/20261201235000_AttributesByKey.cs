using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BootService.Storage.Migrations
{
    /// <inheritdoc />
    public partial class AttributesByKey : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // The key is most of a row: with numbered rows and an index over the key half a million attributes take 50 MB instead of 31, and half as long again
            // to write. EF Core has no word for it (sqlite.org/withoutrowid.html): a later migration that makes this table anew must say it again.
            migrationBuilder.Sql(
                """
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
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                CREATE TABLE attributes_by_key (
                    "scope" TEXT NOT NULL,
                    "target" TEXT NOT NULL,
                    "name" TEXT NOT NULL,
                    "text" TEXT NOT NULL,
                    "shadow" INTEGER NOT NULL,
                    "since" INTEGER NOT NULL,
                    CONSTRAINT "PK_attributes" PRIMARY KEY ("scope", "target", "name")
                );

                INSERT INTO attributes_by_key SELECT scope, target, name, text, shadow, since FROM attributes ORDER BY scope, target, name;

                DROP TABLE attributes;

                ALTER TABLE attributes_by_key RENAME TO attributes;
                """);
        }
    }
}
