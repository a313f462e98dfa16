using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BootService.Storage.Migrations
{
    /// <inheritdoc />
    public partial class LearnedLoaders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "learned_loader",
                table: "hosts",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "learned_loader",
                table: "hosts");
        }
    }
}
