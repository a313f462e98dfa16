using BootService.Core.Stored;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BootService.Storage;

/// <summary>SQLite's schema of the described tables, for EF Core to make migrations from. Rows are read and written by statement and never by this.</summary>
internal sealed class BootDb(DbContextOptions<BootDb> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => TableModel.Describe(modelBuilder, Tables.All);
}

/// <summary>The described tables as EF Core's model.</summary>
internal static class TableModel
{
    /// <summary>Adds tables to a model.</summary>
    public static void Describe(ModelBuilder model, IEnumerable<Table> tables)
    {
        foreach (var table in tables)
        {
            model.SharedTypeEntity<Dictionary<string, object>>(table.Name, entity => Describe(entity, table));
        }
    }

    private static void Describe(EntityTypeBuilder<Dictionary<string, object>> entity, Table table)
    {
        entity.ToTable(table.Name);
        foreach (var column in table.Columns)
        {
            var property = entity.IndexerProperty(TypeOf(column), column.Name).IsRequired(!column.IsNullable).ValueGeneratedNever();
            if (column.Default is { } older)
            {
                property.HasDefaultValue(older);
            }
        }

        if (table.Numbered is { } number)
        {
            entity.IndexerProperty<long>(number).ValueGeneratedOnAdd();
            entity.HasKey(number);
        }
        else
        {
            entity.HasKey([.. table.Columns.Where(column => column.IsKey).Select(column => column.Name)]);
        }

        foreach (var index in table.Indexes)
        {
            entity.HasIndex([.. index.Columns]).IsUnique(index.IsUnique);
        }

        foreach (var reference in table.References)
        {
            entity.HasOne(reference.Other.Name, navigationName: null).WithMany().HasForeignKey(reference.Column).OnDelete(DeleteBehavior.Cascade);
        }
    }

    private static Type TypeOf(Column column) => (column.Kind, column.IsNullable) switch
    {
        (CellKind.Text, _) => typeof(string),
        (CellKind.Bytes, _) => typeof(byte[]),
        (CellKind.Flag, false) => typeof(bool),
        (CellKind.Flag, true) => typeof(bool?),
        (_, false) => typeof(long),
        (_, true) => typeof(long?),
    };
}
