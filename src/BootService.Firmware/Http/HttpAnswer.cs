using System.Globalization;
using System.Text;
using BootService.Firmware.Wire;

namespace BootService.Firmware.Http;

/// <summary>Reads one HTTP answer as firmware does: no redirects, no chunks, no compression (docs/firmware.md).</summary>
/// <param name="url">What was asked for.</param>
/// <param name="head">Whether it was asked for by HEAD.</param>
public sealed class HttpAnswer(string url, bool head) : IDisposable
{
    private const int LongestHeader = 64 << 10;
    private readonly FileSink _sink = new();
    private readonly List<byte> _header = [];
    private bool _inBody;

    /// <summary>The status; 0 until it has come.</summary>
    public int Status { get; private set; }

    /// <summary>Content-Length; null when it was not said.</summary>
    public long? Length { get; private set; }

    /// <summary>Whether the connection can be used again.</summary>
    public bool KeepsAlive { get; private set; } = true;

    /// <summary>The file; null until it is whole.</summary>
    public FetchedFile? File { get; private set; }

    /// <summary>Why there is no file, a sentence; null while there may be one.</summary>
    public string? Fault { get; private set; }

    /// <summary>Whether it has ended, one way or the other.</summary>
    public bool IsOver => File is not null || Fault is not null;

    /// <summary>Takes what the connection brought.</summary>
    public void Take(ReadOnlySpan<byte> octets)
    {
        while (!_inBody && !IsOver && !octets.IsEmpty)
        {
            _header.Add(octets[0]);
            octets = octets[1..];
            if (_header is [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n'])
            {
                ReadHeader(Encoding.Latin1.GetString([.. _header]));
            }
            else if (_header.Count > LongestHeader)
            {
                Fault = "the answer's header has no end";
            }
        }

        if (_inBody && !IsOver)
        {
            var wanted = Length is { } length ? (int)Math.Min(octets.Length, length - _sink.Length) : octets.Length;
            _sink.Take(octets[..wanted]);
            FinishIfWhole();
        }
    }

    /// <summary>Nobody could be asked.</summary>
    public void Refuse(string why) => Fault ??= why;

    /// <summary>The connection ended.</summary>
    public void Closed()
    {
        if (!IsOver)
        {
            Fault = _inBody ? $"the connection ended after {_sink.Length} of {Length} octets" : "the connection ended before an answer";
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _sink.Dispose();

    private void ReadHeader(string text)
    {
        var lines = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        if (lines is not [var first, ..] || first.Split(' ') is not [var version, var status, ..] || !version.StartsWith("HTTP/1.", StringComparison.Ordinal)
            || !int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var code))
        {
            Fault = "the answer is not HTTP/1";
            return;
        }

        Status = code;
        KeepsAlive = version == "HTTP/1.1";
        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            ReadField(colon < 0 ? line : line[..colon], colon < 0 ? string.Empty : line[(colon + 1)..].Trim());
        }

        _inBody = true;
        if (code is >= 300 and < 400)
        {
            Fault = $"HTTP {code}: firmware follows no redirect";
        }
        else if (Fault is null && code != 200 && (head || Length is null or 0))
        {
            Fault = $"HTTP {code}";
        }
        else if (Fault is null && Length is null)
        {
            Fault = "the answer has no Content-Length, which firmware needs";
        }
        else
        {
            FinishIfWhole();
        }
    }

    private void ReadField(string name, string value)
    {
        if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
            && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            Length = length;
        }
        else if (name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
        {
            Fault = "the answer comes in chunks, which firmware does not read";
        }
        else if (name.Equals("Connection", StringComparison.OrdinalIgnoreCase) && value.Equals("close", StringComparison.OrdinalIgnoreCase))
        {
            KeepsAlive = false;
        }
    }

    private void FinishIfWhole()
    {
        if (Fault is not null || (!head && _sink.Length < Length))
        {
            return;
        }

        var file = _sink.Finish(url, Length);
        if (Status == 200)
        {
            File = file;
        }
        else
        {
            var said = file.Text.Trim().ReplaceLineEndings(" ");
            Fault = said.Length is > 0 and < 300 ? $"HTTP {Status}: {said}" : $"HTTP {Status}";
        }
    }
}
