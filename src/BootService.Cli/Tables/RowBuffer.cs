namespace BootService.Cli.Tables;

/// <summary>Keeps rows until the last one has said how wide the columns are: octets in a few large pieces, not an object for each cell.</summary>
internal sealed class RowBuffer
{
    private const int ChunkSize = 1 << 20;

    private readonly List<ReadOnlyMemory<byte>> _rows = [];
    private byte[] _chunk = [];
    private int _used;

    public IReadOnlyList<ReadOnlyMemory<byte>> Rows => _rows;

    public void Add(ReadOnlySpan<byte> row)
    {
        if (row.Length > _chunk.Length - _used)
        {
            _chunk = new byte[Math.Max(row.Length, _rows.Count < 64 ? 16 << 10 : ChunkSize)];
            _used = 0;
        }

        row.CopyTo(_chunk.AsSpan(_used));
        _rows.Add(_chunk.AsMemory(_used, row.Length));
        _used += row.Length;
    }
}
