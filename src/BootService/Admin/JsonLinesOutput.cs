using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using BootService.Commands;
using BootService.Commands.Output;
using BootService.Contracts;

namespace BootService.Admin;

/// <summary>
/// Writes what a verb says as lines of JSON. Rows, of which there can be a million, go past the serializer straight into a pipe of our own, so that one core
/// makes them while another sends them.
/// </summary>
internal sealed class JsonLinesOutput(CancellationToken cancel) : ICommandOutput
{
    private const int FlushAt = 128 << 10;

    private readonly Pipe _pipe = new(
        new PipeOptions(pauseWriterThreshold: 4 << 20, resumeWriterThreshold: 2 << 20, minimumSegmentSize: 64 << 10, useSynchronizationContext: false));

    private static readonly byte[] RowPrefix = Encoding.UTF8.GetBytes(CommandEvent.RowPrefix);

    /// <summary>What stands before each cell, from the brace or comma to the colon.</summary>
    private byte[][] _keys = [];
    private bool _live;

    /// <summary>Whether anything is on its way to the caller, so that it is too late for a status.</summary>
    public bool IsUnderWay { get; private set; }

    /// <summary>Who else is told how far the command is: text, done, total.</summary>
    public Action<string, long, long>? Progressed { get; set; }

    /// <summary>Sends what is written until the end is.</summary>
    public async Task SendToAsync(PipeWriter response)
    {
        try
        {
            await _pipe.Reader.CopyToAsync(response, cancel);
        }
        finally
        {
            // Whoever still writes learns that nobody reads.
            await _pipe.Reader.CompleteAsync();
        }
    }

    /// <inheritdoc/>
    public void Table(TableShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        _live = shape.Live;
        _keys = JsonCell.Keys(shape);
        Write(new CommandEvent
        {
            Event = "table",
            Headers = shape.Headers,
            More = shape.More.IsEmpty ? null : shape.More,
            Owner = shape.Owner,
            KeepOwner = shape.KeepOwner,
            Plain = shape.Plain,
            Live = shape.Live ? true : null,
            Board = shape.Board ? true : null
        });
    }

    /// <inheritdoc/>
    public ValueTask RowAsync(params ReadOnlySpan<Cell> cells)
    {
        var needed = RowPrefix.Length + 3;
        for (var at = 0; at < cells.Length; at++)
        {
            needed += _keys[at].Length + JsonCell.Room(cells[at]);
        }

        var room = _pipe.Writer.GetSpan(needed);
        RowPrefix.CopyTo(room);
        var used = RowPrefix.Length;
        for (var at = 0; at < cells.Length; at++)
        {
            _keys[at].CopyTo(room[used..]);
            used += _keys[at].Length;
            used += JsonCell.Write(cells[at], room[used..]);
        }

        "}}\n"u8.CopyTo(room[used..]);
        _pipe.Writer.Advance(used + 3);
        return !_live && _pipe.Writer.UnflushedBytes < FlushAt ? default : FlushAsync();
    }

    /// <inheritdoc/>
    public void Message(string text) => Write(new CommandEvent { Event = "message", Text = text });

    /// <inheritdoc/>
    public ValueTask ProgressAsync(string text, long done, long total)
    {
        Progressed?.Invoke(text, done, total);
        Write(new CommandEvent { Event = "progress", Text = text, Done = done, Total = total });
        return FlushAsync();
    }

    /// <inheritdoc/>
    public void Fault(string sentence) => Write(new CommandEvent { Event = "error", Text = sentence });

    /// <inheritdoc/>
    public void RunOnHosts(RemoteRun run) => Write(new CommandEvent
    {
        Event = "run",
        Run = new RemoteCommand
        {
            Hosts =
                [.. run.Hosts.Select(
                    (host, at) => new RemoteHost(
                        host.Host, host.Address.IsAny ? null : host.Address.ToString()) { Script = run.Scripts.ElementAtOrDefault(at) })],
            Command = run.Command,
            Threads = run.Threads,
            Timeout = run.Timeout.TotalSeconds,
            Delay = run.Delay.TotalSeconds,
            Collate = run.Collate,
            X11 = run.X11,
            Fold = run.Fold,
            Folder = run.Folder,
            Local = run.IsLocal,
            Careful = run.IsCareful,
            Confirm = run.Confirm?.Command,
            ConfirmWithin = run.Confirm?.Within.TotalSeconds ?? 0,
            Copy = run.Copy is var (file, destination) ? new RemoteCopy(file, destination) : null,
        },
    });

    /// <inheritdoc/>
    public void AskForFile(string path, bool mayBeFolder) =>
        Write(new CommandEvent { Event = "want", Path = path, Folder = mayBeFolder ? true : null, Texts = true });

    /// <inheritdoc/>
    public void AskForSecret(string what) => Write(new CommandEvent { Event = "want", Path = "-", Secret = true, Text = what, Texts = true });

    /// <summary>Writes the sentence, if there is one, and the last line.</summary>
    public async Task EndAsync(CommandEnd end)
    {
        if (end.Sentence is { } sentence)
        {
            Fault(sentence);
        }

        Write(new CommandEvent { Event = "end", Exit = end.Exit });
        await FlushAsync();
        await _pipe.Writer.CompleteAsync();
    }

    private void Write(CommandEvent line)
    {
        _pipe.Writer.Write(JsonSerializer.SerializeToUtf8Bytes(line, CommandJson.Default.CommandEvent));
        _pipe.Writer.Write("\n"u8);
    }

    private async ValueTask FlushAsync()
    {
        IsUnderWay = true;
        var flushed = await _pipe.Writer.FlushAsync(cancel);
        if (flushed.IsCompleted)
        {
            throw new OperationCanceledException(cancel);
        }
    }
}
