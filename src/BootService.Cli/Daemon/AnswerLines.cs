using System.Buffers;
using System.IO.Pipelines;

namespace BootService.Cli.Daemon;

/// <summary>Cuts an answer into its lines.</summary>
internal static class AnswerLines
{
    /// <summary>Gives each line, without its end, to <paramref name="take"/>; the memory is only good for the call.</summary>
    /// <exception cref="CliFault">The daemon hung up.</exception>
    public static async Task ReadAsync(Stream answer, Func<ReadOnlySequence<byte>, ValueTask> take, CancellationToken cancel)
    {
        var pipe = PipeReader.Create(answer, new StreamPipeReaderOptions(bufferSize: 128 << 10, minimumReadSize: 16 << 10));
        try
        {
            while (true)
            {
                var read = await pipe.ReadAsync(cancel);
                var rest = read.Buffer;
                while (rest.PositionOf((byte)'\n') is { } end)
                {
                    await take(rest.Slice(0, end));
                    rest = rest.Slice(rest.GetPosition(1, end));
                }

                pipe.AdvanceTo(rest.Start, read.Buffer.End);
                if (read.IsCompleted)
                {
                    return;
                }
            }
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException)
        {
            throw new CliFault("the daemon hung up in the middle of its answer");
        }
    }
}
