using BootService.Protocols.Dns;

namespace BootService.Dns;

/// <summary>
/// Who is asked for others' names: the server that answered last, until it is silent. The one that was named first is tried again from time to time, by one
/// question that does not wait for it long.
/// </summary>
/// <remarks>Whoever is told of several threads may lose a word of it: it is an order to ask in, and no more.</remarks>
/// <param name="count">How many servers there are; at most <see cref="Most"/> are asked.</param>
internal sealed class ForwarderOrder(int count)
{
    /// <summary>How many servers are asked.</summary>
    public const int Most = 32;

    /// <summary>How long one server is waited for before the next one is asked, in milliseconds.</summary>
    public const int Patience = 1500;

    /// <summary>How long one is waited for that was silent before.</summary>
    public const int ShortPatience = 300;

    private const long Again = 30_000;

    private readonly int _count = Math.Min(count, Most);
    private volatile int _usual;
    private long _triedAt;

    /// <summary>Whom a new question is put to.</summary>
    /// <param name="now">The time in milliseconds.</param>
    public Ask First(long now)
    {
        if (_usual == 0 || now - Volatile.Read(ref _triedAt) < Again)
        {
            return new Ask(_usual, 1u << _usual, Patience);
        }

        Volatile.Write(ref _triedAt, now);
        return new Ask(0, 1, ShortPatience);
    }

    /// <summary>Whom a question is put to that was not answered, or not usefully; null when all were asked.</summary>
    public Ask? Next(in Ask before)
    {
        for (var turn = 0; turn < _count; turn++)
        {
            var server = (_usual + turn) % _count;
            if ((before.Asked & (1u << server)) == 0)
            {
                return new Ask(server, before.Asked | (1u << server), Patience);
            }
        }

        return null;
    }

    /// <summary>Whether a server says no more than that it does not know (RFC 1035 §4.1.1: the code is the low half of the fourth octet).</summary>
    public static bool IsNoHelp(ReadOnlySpan<byte> answer) => (DnsCode)(answer[3] & 0xF) is DnsCode.ServerFailure or DnsCode.Refused;

    /// <summary>A server has answered.</summary>
    public void Answered(int server, long now)
    {
        if (server != _usual)
        {
            Prefer(server, now);
        }
    }

    /// <summary>A server was waited for in vain.</summary>
    /// <param name="server">Which.</param>
    /// <param name="now">The time in milliseconds.</param>
    public void Silent(int server, long now)
    {
        if (server == _usual)
        {
            Prefer((server + 1) % _count, now);
        }
    }

    private void Prefer(int server, long now)
    {
        _usual = server;
        Volatile.Write(ref _triedAt, now);
    }

    /// <summary>A question to one of the servers.</summary>
    /// <param name="Server">Which of them.</param>
    /// <param name="Asked">A bit for each that was asked so far, with this one.</param>
    /// <param name="Patience">How long it is waited for, in milliseconds.</param>
    internal readonly record struct Ask(int Server, uint Asked, int Patience);
}
