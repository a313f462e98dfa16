using System.Data.Common;
using BootService.Storage.Sql;
using Npgsql;

namespace BootService.Storage.Postgres;

/// <summary>PostgreSQL's way.</summary>
internal sealed class PostgresDialect : Dialect
{
    private PostgresDialect()
    {
    }

    public static PostgresDialect Instance { get; } = new();

    // Parameters without a name go by their order: the text is sent as it stands.
    public override string ParameterName(int at) => string.Empty;

    public override string Among(string column, string parameter) => $"{column} = ANY ({parameter})";

    public override object List(IReadOnlyCollection<string> values) => values as string[] ?? [.. values];

    /// <summary>Class 23 are the rules of the schema, class 22 values that no column can hold, such as a text with a zero in it.</summary>
    /// <remarks>postgresql.org/docs/current/errcodes-appendix.html.</remarks>
    public override bool IsConstraint(DbException fault) => fault.SqlState is ['2', '2' or '3', ..];

    public override Statement WithoutLimits { get; } =
        new("SELECT set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true)");

    // The details of a fault have the values in them that were refused, secrets too.
    public override string Words(DbException fault) => (fault as PostgresException)?.MessageText ?? fault.Message;
}
