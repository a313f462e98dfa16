using System.Data.Common;

namespace BootService.Storage.Sql;

/// <summary>A statement that is prepared once and run many times. Values travel as parameters only.</summary>
internal interface IStatement : IDisposable
{
    /// <summary>Runs it.</summary>
    /// <returns>How many rows it touched.</returns>
    int Run(DbTransaction transaction, params ReadOnlySpan<object?> values);

    /// <summary>Runs it for one value; null when there is no row, or nothing in it.</summary>
    object? Ask(DbTransaction transaction, params ReadOnlySpan<object?> values);
}
