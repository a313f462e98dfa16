using System.Buffers.Binary;
using BootService.Protocols.Net;

namespace BootService.Protocols.Dns;

/// <summary>Writes the answer to a question (RFC 1035 §4) into room that the caller gives. What does not fit is left out, and the answer says so.</summary>
public ref struct DnsAnswerWriter
{
    /// <summary>The longest answer by UDP that we offer to take and to give: it passes every usual path in one piece (the DNS flag day of 2020).</summary>
    public const int OfferedRoom = 1232;

    private const int OptionsLength = 11;
    private const int RecordLength = 10;
    private const ushort ToQuestion = 0xC000 | DnsQuestion.HeaderLength;
    private const byte VersionFault = 1;

    private readonly Span<byte> _room;
    private readonly int _limit;
    private readonly bool _hasOptions;
    private int _length;
    private ushort _answers;
    private ushort _authorities;
    private bool _isCut;

    /// <summary>Begins the answer to a question.</summary>
    /// <param name="room">Where it is written; at least as long as the question with its header, and 11 octets more.</param>
    /// <param name="question">The question, as far as it could be read.</param>
    /// <param name="limit">The longest answer, at most as long as the room.</param>
    public DnsAnswerWriter(Span<byte> room, DnsQuestion question, int limit)
    {
        _room = room;
        _hasOptions = question.HasOptions;
        _limit = Math.Min(limit, room.Length) - (_hasOptions ? OptionsLength : 0);
        question.Octets.CopyTo(room);
        _length = question.End;
        room[2] = (byte)(0x80 | (room[2] & 0x79)); // an answer, of the same operation, with the wish for recursion as it was
        room[3] = (byte)(room[3] & 0x10);
        room[4..DnsQuestion.HeaderLength].Clear();
        room[5] = (byte)(question.End > DnsQuestion.HeaderLength ? 1 : 0);
    }

    /// <summary>Says an address of the name that was asked for.</summary>
    public void AddAddress(Ipv4 address, int seconds)
    {
        if (TryBegin(2 + RecordLength + Ipv4.Length))
        {
            Put(ToQuestion);
            Record(DnsType.Address, seconds, Ipv4.Length);
            address.CopyTo(_room[_length..]);
            _length += Ipv4.Length;
            _answers++;
        }
    }

    /// <summary>Says a name: of the address that was asked for, or the server of the zone that was.</summary>
    public void AddName(DnsType type, ReadOnlySpan<char> name, int seconds)
    {
        if (TryBegin(2 + RecordLength + WireLength(name)))
        {
            Put(ToQuestion);
            Record(type, seconds, WireLength(name));
            Name(name);
            _answers++;
        }
    }

    /// <summary>Says where the zone begins, as the answer itself or as what says for how long there is no such name (RFC 2308).</summary>
    /// <param name="zone">The zone.</param>
    /// <param name="server">Its server.</param>
    /// <param name="serial">The number of its state.</param>
    /// <param name="seconds">For how long the absence of a name holds.</param>
    /// <param name="isAnswer">Whether it was asked for.</param>
    public void AddAuthority(ReadOnlySpan<char> zone, ReadOnlySpan<char> server, uint serial, int seconds, bool isAnswer)
    {
        const string Mailbox = "hostmaster.";
        const int Numbers = 20;
        var data = WireLength(server) + Mailbox.Length + WireLength(zone) + Numbers;
        if (_limit - _length < WireLength(zone) + RecordLength + data)
        {
            return; // an answer without it is as good, and merely asked for again
        }

        Name(zone);
        Record(DnsType.Authority, seconds, data);
        Name(server);
        Label(Mailbox.AsSpan()[..^1]);
        Name(zone);
        const int Hour = 3600;
        foreach (var number in (ReadOnlySpan<uint>)[serial, Hour, Hour / 4, 24 * Hour, (uint)seconds])
        {
            BinaryPrimitives.WriteUInt32BigEndian(_room[_length..], number);
            _length += sizeof(uint);
        }

        _ = isAnswer ? _answers++ : _authorities++;
    }

    /// <summary>Ends the answer.</summary>
    /// <param name="code">How it came out.</param>
    /// <param name="isOurs">Whether the name is of a zone of ours.</param>
    /// <param name="asksOthers">Whether we ask other servers for names that are not.</param>
    /// <param name="isOtherVersion">Whether the asker speaks a later EDNS than we do.</param>
    /// <returns>The length of the answer.</returns>
    public int Finish(DnsCode code, bool isOurs, bool asksOthers, bool isOtherVersion = false)
    {
        _room[2] |= (byte)((isOurs ? 0x04 : 0) | (_isCut ? 0x02 : 0));
        _room[3] |= (byte)((asksOthers ? 0x80 : 0) | (int)code);
        BinaryPrimitives.WriteUInt16BigEndian(_room[6..], _answers);
        BinaryPrimitives.WriteUInt16BigEndian(_room[8..], _authorities);
        if (_hasOptions)
        {
            var options = _room.Slice(_length, OptionsLength);
            options.Clear();
            BinaryPrimitives.WriteUInt16BigEndian(options[1..], (ushort)DnsType.Options);
            BinaryPrimitives.WriteUInt16BigEndian(options[3..], OfferedRoom);
            options[5] = isOtherVersion ? VersionFault : (byte)0;
            _length += OptionsLength;
            _room[11] = 1;
        }

        return _length;
    }

    private bool TryBegin(int octets)
    {
        _isCut |= _limit - _length < octets;
        return !_isCut;
    }

    private void Record(DnsType type, int seconds, int data)
    {
        Put((ushort)type);
        Put(1); // class IN
        BinaryPrimitives.WriteInt32BigEndian(_room[_length..], seconds);
        _length += sizeof(int);
        Put((ushort)data);
    }

    private void Put(ushort number)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_room[_length..], number);
        _length += sizeof(ushort);
    }

    private static int WireLength(ReadOnlySpan<char> name) => name.Length + (name.IsEmpty ? 1 : 2);

    private void Name(ReadOnlySpan<char> name)
    {
        foreach (var range in name.Split('.'))
        {
            if (!name[range].IsEmpty)
            {
                Label(name[range]);
            }
        }

        _room[_length++] = 0;
    }

    private void Label(ReadOnlySpan<char> label)
    {
        _room[_length++] = (byte)label.Length;
        foreach (var letter in label)
        {
            _room[_length++] = (byte)letter;
        }
    }
}
