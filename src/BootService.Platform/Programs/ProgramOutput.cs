using System.Buffers;
using System.Text;

namespace BootService.Platform.Programs;

/// <summary>Keeps the beginning of what a program prints, and hands its lines on.</summary>
/// <param name="call">What is run.</param>
/// <param name="stops">Whether reading stops at more than is kept; else the rest is dropped.</param>
internal sealed class ProgramOutput(ProgramCall call, bool stops = false)
{
    private const int LongestLine = 64 << 10;

    private readonly ArrayBufferWriter<byte> _kept = new();
    private readonly ArrayBufferWriter<byte> _line = new();

    /// <summary>What was kept.</summary>
    public string Text => Encoding.UTF8.GetString(_kept.WrittenSpan);

    /// <summary>Whether there was more than was kept.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Reads to the end. What a program left behind may hold the pipe: the read is given up, not waited for.</summary>
    public async Task ReadAsync(Stream stream, CancellationToken stop)
    {
        var buffer = new byte[16 << 10];
        while (await stream.ReadAsync(buffer, stop).AsTask().WaitAsync(stop) is var count and > 0)
        {
            var taken = Math.Min(count, call.MostOutput - _kept.WrittenCount);
            _kept.Write(buffer.AsSpan(0, taken));
            IsCut |= taken < count;
            Split(buffer.AsSpan(0, count));
            if (IsCut && stops)
            {
                return;
            }
        }

        SayLine();
    }

    private void Split(ReadOnlySpan<byte> bytes)
    {
        if (call.Line is null)
        {
            return;
        }

        while (bytes.IndexOf((byte)'\n') is var end and >= 0)
        {
            Keep(bytes[..end]);
            SayLine(always: true);
            bytes = bytes[(end + 1)..];
        }

        Keep(bytes);
    }

    private void Keep(ReadOnlySpan<byte> bytes) => _line.Write(bytes[..Math.Min(bytes.Length, LongestLine - _line.WrittenCount)]);

    private void SayLine(bool always = false)
    {
        if (call.Line is { } say && (always || _line.WrittenCount > 0))
        {
            var line = Encoding.UTF8.GetString(_line.WrittenSpan).TrimEnd('\r');
            _line.ResetWrittenCount();
            lock (call)
            {
                say(line);
            }
        }
    }
}
