using System.Data.Common;

namespace BootService.Storage.Sql;

/// <summary>A statement that is prepared once and run many times. Values travel as parameters only.</summary>
internal sealed class Statement : IDisposable
{
    private readonly DbCommand _command;

    /// <param name="connection">The connection it runs on.</param>
    /// <param name="dialect">What is spoken there.</param>
    /// <param name="sql">The text, with parameters <c>$1</c>, <c>$2</c> … in the order of the values.</param>
    /// <param name="values">How many.</param>
    public Statement(DbConnection connection, Dialect dialect, string sql, int values)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        for (var at = 1; at <= values; at++)
        {
            var parameter = _command.CreateParameter();
            parameter.ParameterName = dialect.ParameterName(at);
            _command.Parameters.Add(parameter);
        }
    }

    /// <summary>Runs it.</summary>
    /// <returns>How many rows it touched.</returns>
    public int Run(DbTransaction transaction, params ReadOnlySpan<object?> values)
    {
        Bind(transaction, values);
        return _command.ExecuteNonQuery();
    }

    /// <summary>Runs it for one value; null when there is no row.</summary>
    public object? Ask(DbTransaction transaction, params ReadOnlySpan<object?> values)
    {
        Bind(transaction, values);
        return _command.ExecuteScalar();
    }

    public void Dispose() => _command.Dispose();

    private void Bind(DbTransaction transaction, ReadOnlySpan<object?> values)
    {
        _command.Transaction = transaction;
        for (var at = 0; at < values.Length; at++)
        {
            _command.Parameters[at].Value = values[at] ?? DBNull.Value;
        }
    }
}
