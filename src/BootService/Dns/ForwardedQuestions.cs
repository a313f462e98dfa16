using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BootService.Net;

namespace BootService.Dns;

/// <summary>
/// Questions that other servers were asked, until they answer or their time is over. Of fixed size, one asker may have a part of it only, and nothing is
/// allocated for a question.
/// </summary>
/// <remarks>
/// An answer is believed when it comes from the server that was asked, at the socket that asked, with the number that was drawn for it, and repeats the
/// question (RFC 5452 §4).
/// </remarks>
internal sealed class ForwardedQuestions
{
    /// <summary>Questions under way in all.</summary>
    public const int Most = 512;

    /// <summary>Questions under way of one asker.</summary>
    public const int MostOfAsker = 64;

    /// <summary>The longest question that is passed on.</summary>
    public const int LongestQuestion = 512;

    private readonly Waiting[] _waiting = new Waiting[Most];
    private readonly byte[] _questions = new byte[Most * LongestQuestion];

    /// <summary>How many are under way.</summary>
    public int Count { get; private set; }

    /// <summary>Takes a question in.</summary>
    /// <param name="asker">Who asked.</param>
    /// <param name="door">The socket it came by.</param>
    /// <param name="message">The question as it came.</param>
    /// <param name="end">Where name, type and class end in it.</param>
    /// <param name="socket">The socket it goes out by.</param>
    /// <param name="ask">Whom it goes to.</param>
    /// <param name="now">The time in milliseconds.</param>
    /// <returns>Its place; -1 when there is no room, or the asker has enough.</returns>
    public int Add(UdpPeer asker, int door, ReadOnlySpan<byte> message, int end, int socket, in ForwarderOrder.Ask ask, long now)
    {
        if (Count == Most || message.Length > LongestQuestion)
        {
            return -1;
        }

        var (free, own) = (-1, 0);
        for (var place = 0; place < Most; place++)
        {
            ref var one = ref _waiting[place];
            free = one.Length == 0 && free < 0 ? place : free;
            own += one.Length > 0 && one.Asker.Address == asker.Address ? 1 : 0;
            if (one.Length == message.Length && one.Asker == asker && MessageOf(place)[2..].SequenceEqual(message[2..]) && one.AskersId == IdOf(message))
            {
                return -1; // asked again while it is under way
            }
        }

        if (own >= MostOfAsker)
        {
            return -1;
        }

        message.CopyTo(_questions.AsSpan(free * LongestQuestion));
        _waiting[free] = new Waiting(asker, door, IdOf(message), Draw(), message.Length, end, socket, ask, now + ask.Patience);
        Write(free);
        Count++;
        return free;
    }

    /// <summary>The question at a place, as it is asked of others.</summary>
    public ReadOnlySpan<byte> MessageOf(int place) => _questions.AsSpan(place * LongestQuestion, _waiting[place].Length);

    /// <summary>What is known of the question at a place.</summary>
    public ref readonly Waiting this[int place] => ref _waiting[place];

    /// <summary>The place of the question that a message answers; -1 for none.</summary>
    public int Find(ReadOnlySpan<byte> message, int socket)
    {
        const int Header = Protocols.Dns.DnsQuestion.HeaderLength;
        for (var place = 0; message.Length > Header && place < Most; place++)
        {
            ref var one = ref _waiting[place];
            if (one.Length > 0 && one.OurId == IdOf(message) && one.Socket == socket && (message[2] & 0x80) != 0 && message.Length >= one.End
                && message[Header..one.End].SequenceEqual(MessageOf(place)[Header..one.End]))
            {
                return place;
            }
        }

        return -1;
    }

    /// <summary>A question whose time with one server is over, to be asked of the next; -1 for none.</summary>
    public int Late(long now)
    {
        for (var place = 0; Count > 0 && place < Most; place++)
        {
            if (_waiting[place].Length > 0 && _waiting[place].Until <= now)
            {
                return place;
            }
        }

        return -1;
    }

    /// <summary>Begins the wait for the next server.</summary>
    public void AskAgain(int place, in ForwarderOrder.Ask ask, long now)
    {
        _waiting[place] = _waiting[place] with { Until = now + ask.Patience, Ask = ask, OurId = Draw() };
        Write(place);
    }

    /// <summary>Lets a question go.</summary>
    public void Remove(int place)
    {
        _waiting[place] = default;
        Count--;
    }

    private static ushort IdOf(ReadOnlySpan<byte> message) => System.Buffers.Binary.BinaryPrimitives.ReadUInt16BigEndian(message);

    private static ushort Draw()
    {
        ushort drawn = 0;
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(new Span<ushort>(ref drawn)));
        return drawn;
    }

    private void Write(int place) =>
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(_questions.AsSpan(place * LongestQuestion), _waiting[place].OurId);

    /// <summary>A question under way.</summary>
    /// <param name="Asker">Who asked.</param>
    /// <param name="Door">The socket it came by.</param>
    /// <param name="AskersId">The number it came with.</param>
    /// <param name="OurId">The number it went out with.</param>
    /// <param name="Length">Octets of the question; 0 for a free place.</param>
    /// <param name="End">Where name, type and class end in it.</param>
    /// <param name="Socket">The socket it went out by.</param>
    /// <param name="Ask">Whom it went to.</param>
    /// <param name="Until">When the server's time is over.</param>
    internal readonly record struct Waiting(
        UdpPeer Asker, int Door, ushort AskersId, ushort OurId, int Length, int End, int Socket, ForwarderOrder.Ask Ask, long Until);
}
