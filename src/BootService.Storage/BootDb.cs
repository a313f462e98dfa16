using System.Text.RegularExpressions;
using BootService.Core.Access;
using BootService.Core.Attributes;
using BootService.Core.Boot;
using BootService.Core.Events;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Protocols.Net;
using BootService.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace BootService.Storage;

/// <summary>The tables, for EF Core to make migrations from. They are read and written by statement (<c>InventoryReader</c>, <c>ChangeWriter</c>).</summary>
internal sealed partial class BootDb(DbContextOptions<BootDb> options) : DbContext(options)
{
    public DbSet<NetworkRow> Networks => Set<NetworkRow>();

    public DbSet<ApplianceRow> Appliances => Set<ApplianceRow>();

    public DbSet<HostRow> Hosts => Set<HostRow>();

    public DbSet<InterfaceRow> Interfaces => Set<InterfaceRow>();

    public DbSet<AttributeRow> Attributes => Set<AttributeRow>();

    public DbSet<PalletRow> Pallets => Set<PalletRow>();

    public DbSet<BootEntryRow> BootEntries => Set<BootEntryRow>();

    public DbSet<GroupRow> Groups => Set<GroupRow>();

    public DbSet<CartRow> Carts => Set<CartRow>();

    public DbSet<BoxRow> Boxes => Set<BoxRow>();

    public DbSet<AttemptRow> Attempts => Set<AttemptRow>();

    public DbSet<KickstartRow> Kickstarts => Set<KickstartRow>();

    public DbSet<EventRow> Events => Set<EventRow>();

    public DbSet<AuditRow> Audit => Set<AuditRow>();

    public DbSet<UndoRow> Undos => Set<UndoRow>();

    public DbSet<TokenRow> Tokens => Set<TokenRow>();

    public DbSet<CounterRow> Counters => Set<CounterRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<Columns.Time>();
        configurationBuilder.Properties<TimeSpan>().HaveConversion<Columns.Duration>();
        configurationBuilder.Properties<MacAddress>().HaveConversion<Columns.Mac>();
        configurationBuilder.Properties<Ipv4>().HaveConversion<Columns.Address>();
        configurationBuilder.Properties<HostName>().HaveConversion<Columns.Host>();
        configurationBuilder.Properties<BootAction>().HaveConversion<Columns.Word<BootAction>>();
        configurationBuilder.Properties<BootStart>().HaveConversion<Columns.Word<BootStart>>();
        configurationBuilder.Properties<AttributeScope>().HaveConversion<Columns.Word<AttributeScope>>();
        configurationBuilder.Properties<AttemptState>().HaveConversion<Columns.Word<AttemptState>>();
        configurationBuilder.Properties<BootStage>().HaveConversion<Columns.Word<BootStage>>();
        configurationBuilder.Properties<TokenRole>().HaveConversion<Columns.Word<TokenRole>>();
        configurationBuilder.Properties<BootOutcome>().HaveConversion<Columns.Word<BootOutcome>>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<NetworkRow>().HasKey(row => row.Name);
        modelBuilder.Entity<ApplianceRow>().HasKey(row => row.Name);
        modelBuilder.Entity<HostRow>().HasKey(row => row.Name);
        modelBuilder.Entity<HostRow>().Property(row => row.Groups).HasDefaultValue("[]");
        modelBuilder.Entity<BootEntryRow>().HasKey(row => new { row.Name, row.Os, row.Release });
        modelBuilder.Entity<GroupRow>().HasKey(row => row.Name);
        modelBuilder.Entity<AttributeRow>().HasKey(row => new { row.Scope, row.Target, row.Name });
        modelBuilder.Entity<PalletRow>().HasKey(row => new { row.Name, row.Version, row.Os, row.Arch });
        modelBuilder.Entity<CartRow>().HasKey(row => row.Name);
        modelBuilder.Entity<BoxRow>().HasKey(row => row.Name);

        modelBuilder.Entity<InterfaceRow>(table =>
        {
            table.HasKey(row => new { row.Host, row.Name });
            table.HasIndex(row => row.Mac).IsUnique();
            table.HasIndex(row => row.Address).IsUnique();
            table.HasOne<HostRow>().WithMany().HasForeignKey(row => row.Host).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<AttemptRow>(table =>
        {
            table.Property(row => row.Id).ValueGeneratedNever();
            table.HasIndex(row => new { row.Host, row.Id });
            table.HasIndex(row => row.Secret).IsUnique();
            table.HasOne<HostRow>().WithMany().HasForeignKey(row => row.Host).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<KickstartRow>(table =>
        {
            table.HasKey(row => row.Attempt);
            table.Property(row => row.Attempt).ValueGeneratedNever();
            table.HasOne<AttemptRow>().WithOne().HasForeignKey<KickstartRow>(row => row.Attempt).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<EventRow>().HasIndex(row => new { row.Host, row.Id });
        modelBuilder.Entity<TokenRow>().HasKey(row => row.Name);
        modelBuilder.Entity<CounterRow>().HasKey(row => row.Name);
        modelBuilder.Entity<AuditRow>(table =>
        {
            table.HasIndex(row => new { row.Thing, row.Id });
            table.HasIndex(row => row.Change);
        });
        modelBuilder.Entity<UndoRow>(table =>
        {
            table.HasKey(row => row.Change);
            table.Property(row => row.Change).ValueGeneratedNever();
        });

        NameInSnakeCase(modelBuilder);
    }

    // The names somebody sees who opens the file with sqlite3, or a PostgreSQL that folds case.
    private static void NameInSnakeCase(ModelBuilder modelBuilder)
    {
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            entity.SetTableName(Snake(entity.GetTableName()!));
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(Snake(property.Name));
            }
        }
    }

    private static string Snake(string name) => WordStart().Replace(name, "_").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WordStart();
}
