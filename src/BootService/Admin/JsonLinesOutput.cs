using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using BootService.Commands;
using BootService.Commands.Output;
using BootService.Contracts;

namespace BootService.Admin;

/// <summary>Writes what a verb says as lines of JSON. Rows, of which there can be a million, go past the serializer straight into the pipe.</summary>
internal sealed class JsonLinesOutput(PipeWriter pipe, CancellationToken cancel) : ICommandOutput
{
    private const int FlushAt = 64 << 10;

    private static readonly byte[] RowPrefix = Encoding.UTF8.GetBytes(CommandEvent.RowPrefix);

    /// <summary>What stands before each cell, from the brace or comma to the colon.</summary>
    private byte[][] _keys = [];

    /// <inheritdoc/>
    public void Table(TableShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        _keys = [.. shape.Headers.Select((header, at) => Encoding.UTF8.GetBytes($"{(at == 0 ? '{' : ',')}{JsonSerializer.Serialize(header, CommandJson.Default.String)}:"))];
        Write(new CommandEvent { Event = "table", Headers = shape.Headers, Owner = shape.Owner, KeepOwner = shape.KeepOwner, Plain = shape.Plain });
    }

    /// <inheritdoc/>
    public ValueTask RowAsync(params ReadOnlySpan<Cell> cells)
    {
        pipe.Write(RowPrefix);
        for (var at = 0; at < cells.Length; at++)
        {
            JsonCell.Write(pipe, _keys[at], cells[at]);
        }

        pipe.Write("}}\n"u8);
        return pipe.UnflushedBytes < FlushAt ? default : FlushAsync();
    }

    /// <inheritdoc/>
    public void Message(string text) => Write(new CommandEvent { Event = "message", Text = text });

    /// <inheritdoc/>
    public ValueTask ProgressAsync(string text, long done, long total)
    {
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
            Hosts = [.. run.Hosts.Select(host => new RemoteHost(host.Host, host.Address.IsAny ? null : host.Address.ToString()))],
            Command = run.Command,
            Threads = run.Threads,
            Timeout = run.Timeout.TotalSeconds,
            Delay = run.Delay.TotalSeconds,
            Collate = run.Collate,
            X11 = run.X11,
        },
    });

    /// <inheritdoc/>
    public void AskForFile(string path) => Write(new CommandEvent { Event = "want", Path = path });

    /// <summary>Writes the sentence, if there is one, and the last line.</summary>
    public async Task EndAsync(CommandEnd end)
    {
        if (end.Sentence is { } sentence)
        {
            Fault(sentence);
        }

        Write(new CommandEvent { Event = "end", Exit = end.Exit });
        await FlushAsync();
    }

    private void Write(CommandEvent line)
    {
        pipe.Write(JsonSerializer.SerializeToUtf8Bytes(line, CommandJson.Default.CommandEvent));
        pipe.Write("\n"u8);
    }

    private async ValueTask FlushAsync()
    {
        var flushed = await pipe.FlushAsync(cancel);
        if (flushed.IsCompleted)
        {
            throw new OperationCanceledException(cancel);
        }
    }
}
