using System.Buffers;
using System.Text;
using System.Text.Json;
using BootService.Commands.Output;
using BootService.Contracts;

namespace BootService.Admin;

/// <summary>Gathers a part of a verb's rows as one JSON array, and counts them all: what is asked for in pages never takes more memory than a page.</summary>
/// <param name="offset">Rows to pass over.</param>
/// <param name="limit">Most rows to keep.</param>
internal sealed class JsonPageOutput(long offset, int limit) : ICommandOutput
{
    private readonly ArrayBufferWriter<byte> _rows = new();
    private readonly List<string> _messages = [];
    private byte[][]? _keys;

    /// <summary>Rows there are, kept or not.</summary>
    public long Total { get; private set; }

    /// <summary>What was refused of a part, while others were shown; null when nothing was.</summary>
    public string? Complaint { get; private set; }

    /// <summary>Whether the verb goes on for as long as somebody watches.</summary>
    public bool IsLive { get; private set; }

    /// <summary>Whether there are rows behind the kept ones.</summary>
    public bool HasMore => Total > offset + limit;

    /// <inheritdoc/>
    public void Table(TableShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        IsLive = shape.Live;
        _keys = JsonCell.Keys(shape);
    }

    /// <inheritdoc/>
    public ValueTask RowAsync(params ReadOnlySpan<Cell> cells)
    {
        var at = Total++;
        if (at < offset || at >= offset + limit)
        {
            return default;
        }

        _rows.Write(_rows.WrittenCount == 0 ? "\n"u8 : ",\n"u8);
        for (var index = 0; index < cells.Length; index++)
        {
            _rows.Write(_keys![index]);
            _rows.Advance(JsonCell.Write(cells[index], _rows.GetSpan(JsonCell.Room(cells[index]))));
        }

        _rows.Write("}"u8);
        return default;
    }

    /// <inheritdoc/>
    public void Message(string text) => _messages.Add(text);

    /// <inheritdoc/>
    public void Fault(string sentence) => Complaint ??= sentence;

    /// <summary>Nobody sees how far it is.</summary>
    public ValueTask ProgressAsync(string text, long done, long total) => default;

    /// <summary>Nothing that looks runs anything on hosts.</summary>
    public void RunOnHosts(RemoteRun run) => throw new NotSupportedException();

    /// <summary>The verb refuses by itself when the file did not come with the call.</summary>
    public void AskForFile(string path, bool mayBeFolder)
    {
    }

    /// <summary>The array: of the rows, or, where the verb has no table, of what it says, as <c>{"message":…}</c>.</summary>
    public ReadOnlyMemory<byte> Json()
    {
        var json = new ArrayBufferWriter<byte>(_rows.WrittenCount + 256);
        json.Write("["u8);
        if (_keys is not null)
        {
            json.Write(_rows.WrittenSpan);
        }
        else
        {
            foreach (var (index, message) in _messages.Index())
            {
                json.Write(
                    Encoding.UTF8.GetBytes($"{(index == 0 ? "\n" : ",\n")}{{\"message\":{JsonSerializer.Serialize(message, CommandJson.Default.String)}}}"));
            }
        }

        json.Write("\n]\n"u8);
        return json.WrittenMemory;
    }
}
