using BootService.Core.Stored;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace BootService.Storage.Postgres;

/// <summary>PostgreSQL's schema of the described tables and of what frontends tell each other, for EF Core to make migrations from.</summary>
internal sealed class PostgresDb(DbContextOptions<PostgresDb> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        TableModel.Describe(
            modelBuilder, [.. Tables.All.Where(table => table != LogTables.Events), SharedTables.Events, .. SharedTables.All]);

        // Names are sorted and compared by their octets, as SQLite does and the inventory expects, whatever the server's language is.
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties())
            .Where(property => property.ClrType == typeof(string)))
        {
            property.SetCollation("C");
        }
    }
}

/// <summary>What <c>dotnet ef migrations add</c> makes the model with; it touches no database.</summary>
internal sealed class PostgresDbDesign : IDesignTimeDbContextFactory<PostgresDb>
{
    public PostgresDb CreateDbContext(string[] args) => new(Options());

    /// <summary>How the migrations are written.</summary>
    public static DbContextOptions<PostgresDb> Options(string connection = "Host=none") =>
        new DbContextOptionsBuilder<PostgresDb>().UseNpgsql(connection).Options;
}
