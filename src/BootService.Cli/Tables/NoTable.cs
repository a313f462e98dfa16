namespace BootService.Cli.Tables;

/// <summary>Nothing at all, for <c>output-format=null</c>.</summary>
internal sealed class NoTable : ITable
{
    public void Row(ReadOnlySpan<byte> json)
    {
    }

    public void End()
    {
    }
}
