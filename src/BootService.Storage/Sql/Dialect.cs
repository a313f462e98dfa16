using System.Data.Common;
using System.Text.Json;

namespace BootService.Storage.Sql;

/// <summary>
/// What databases say differently. All other text is of the part of SQL that SQLite and PostgreSQL share: ON CONFLICT, RETURNING, IS NOT DISTINCT FROM, $1.
/// </summary>
internal abstract class Dialect
{
    /// <summary>The name of a parameter that stands as <c>$1</c>, <c>$2</c> … in the text; empty where they go by their order.</summary>
    /// <param name="at">Its number, from 1.</param>
    public abstract string ParameterName(int at);

    /// <summary>That a column is one of the values of a parameter.</summary>
    public abstract string Among(string column, string parameter);

    /// <summary>The value of such a parameter.</summary>
    public abstract object List(IReadOnlyCollection<string> values);

    /// <summary>Whether a rule of the schema forbids what was asked, rather than the disk.</summary>
    public abstract bool IsConstraint(DbException fault);

    /// <summary>What takes away, for the rest of a transaction, the limits that keep one frontend from holding up others; null where there are none.</summary>
    public virtual Statement? WithoutLimits => null;

    /// <summary>What the database says of a fault, without values of ours.</summary>
    public virtual string Words(DbException fault) => fault.Message;
}

/// <summary>SQLite's way.</summary>
internal sealed class SqliteDialect : Dialect
{
    private SqliteDialect()
    {
    }

    public static SqliteDialect Instance { get; } = new();

    public override string ParameterName(int at) => $"${at}";

    public override string Among(string column, string parameter) => $"{column} IN (SELECT value FROM json_each({parameter}))";

    public override object List(IReadOnlyCollection<string> values) => JsonSerializer.Serialize(values);

    public override bool IsConstraint(DbException fault) => SqliteFault.IsConstraint(fault);
}
