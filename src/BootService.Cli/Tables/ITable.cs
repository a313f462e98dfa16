namespace BootService.Cli.Tables;

/// <summary>Writes a table in one format.</summary>
internal interface ITable
{
    /// <summary>Takes a row: a JSON object with the headers as keys in their order. The memory is only good for the call.</summary>
    void Row(ReadOnlySpan<byte> json);

    /// <summary>Writes whatever is left to write.</summary>
    void End();
}
