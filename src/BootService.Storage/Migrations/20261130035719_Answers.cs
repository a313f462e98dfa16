using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BootService.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Answers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "PK_kickstarts",
                table: "kickstarts");

            migrationBuilder.AddColumn<string>(
                name: "overlays",
                table: "pallets",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "name",
                table: "kickstarts",
                type: "TEXT",
                nullable: false,
                defaultValue: "ks");

            migrationBuilder.AddColumn<string>(
                name: "image_overlays",
                table: "attempts",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddPrimaryKey(
                name: "PK_kickstarts",
                table: "kickstarts",
                columns: new[] { "attempt", "name" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "PK_kickstarts",
                table: "kickstarts");

            migrationBuilder.DropColumn(
                name: "overlays",
                table: "pallets");

            migrationBuilder.DropColumn(
                name: "name",
                table: "kickstarts");

            migrationBuilder.DropColumn(
                name: "image_overlays",
                table: "attempts");

            migrationBuilder.AddPrimaryKey(
                name: "PK_kickstarts",
                table: "kickstarts",
                column: "attempt");
        }
    }
}
