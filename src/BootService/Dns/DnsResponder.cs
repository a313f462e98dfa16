using BootService.Core.Inventories;
using BootService.Core.Names;
using BootService.Core.Stores;
using BootService.Protocols.Dns;

namespace BootService.Dns;

/// <summary>Answers what is ours: octets in, octets out. Safe from any thread; allocates only when hosts have changed since the last question.</summary>
/// <param name="appliance">What is known.</param>
/// <param name="asksOthers">Whether others' names are asked of other servers.</param>
internal sealed class DnsResponder(IAppliance appliance, bool asksOthers)
{
    /// <summary>For how long an answer holds, and the absence of one: a host that moves is found again within a minute.</summary>
    private const int Seconds = 60;

    private const int SecondsOfAbsence = 10;

    private volatile Known? _known;
    private uint _serial = 1;

    /// <summary>Answers a message, or says that another server has to be asked.</summary>
    /// <param name="message">The message as it came.</param>
    /// <param name="room">Where the answer is written; <see cref="DnsAnswerWriter.OfferedRoom"/> octets or more.</param>
    /// <param name="isStream">Whether it came by TCP, where an answer may be of any length.</param>
    /// <param name="counters">Where it is counted.</param>
    /// <param name="isOthers">Whether the name is none of ours and another server may be asked; nothing is written then.</param>
    /// <returns>The length of the answer; 0 for none.</returns>
    public int Answer(ReadOnlySpan<byte> message, Span<byte> room, bool isStream, DnsCounters counters, out bool isOthers)
    {
        isOthers = false;
        var fault = DnsQuestion.TryParse(message, out var question);
        if (fault is DnsFault.NoQuestion)
        {
            counters.Malformed++;
            return 0;
        }

        var limit = isStream ? room.Length : Math.Min(question.Room, DnsAnswerWriter.OfferedRoom);
        var writer = new DnsAnswerWriter(room, question, limit);
        if (fault is not DnsFault.None)
        {
            counters.Malformed++;
            var code = fault switch { DnsFault.OtherOperation => DnsCode.NotImplemented, DnsFault.OtherVersion => DnsCode.None, _ => DnsCode.FormatError };
            return writer.Finish(code, isOurs: false, asksOthers, fault is DnsFault.OtherVersion);
        }

        Span<char> letters = stackalloc char[DnsQuestion.LongestName + 2];
        ReadOnlySpan<char> name = letters[..question.CopyName(letters)];
        var table = TableOf(appliance.Current);
        var verdict = NameVerdict.On(table, question.Type, name);
        if (!question.IsInternet || verdict.Answer is NameAnswer.Others)
        {
            isOthers = question is { IsInternet: true, WantsRecursion: true } && asksOthers;
            counters.Refusals += isOthers ? 0 : 1;
            return isOthers ? 0 : writer.Finish(DnsCode.Refused, isOurs: false, asksOthers);
        }

        counters.Answers++;
        counters.NoSuchNames += verdict.Answer is NameAnswer.NoSuchName ? 1 : 0;
        Write(ref writer, verdict, table);
        return writer.Finish(verdict.Answer is NameAnswer.NoSuchName ? DnsCode.NoSuchName : DnsCode.None, isOurs: true, asksOthers);
    }

    private void Write(ref DnsAnswerWriter writer, NameVerdict verdict, NameTable table)
    {
        switch (verdict.Answer)
        {
            case NameAnswer.Addresses:
                foreach (var address in verdict.Addresses)
                {
                    writer.AddAddress(address, Seconds);
                }

                break;
            case NameAnswer.Name:
                writer.AddName(DnsType.NameOfAddress, verdict.Name, Seconds);
                break;
            case NameAnswer.Server:
                writer.AddName(DnsType.NameServer, table.Server, Seconds);
                break;
            default:
                if (verdict.Zone is { } zone)
                {
                    writer.AddAuthority(zone, table.Server, _serial, SecondsOfAbsence, verdict.Answer is NameAnswer.Authority);
                }

                break;
        }
    }

    // Attempts change all the time and names with none of them: the table holds while hosts and networks are the very same.
    private NameTable TableOf(Inventory now)
    {
        if (_known is { } known && known.Holds(now))
        {
            return known.Table;
        }

        var made = new Known(now, NameTable.Of(now));
        _known = made;
        _serial++;
        return made.Table;
    }

    private sealed record Known(Inventory From, NameTable Table)
    {
        public bool Holds(Inventory now) => ReferenceEquals(now, From)
            || (ReferenceEquals(now.Hosts, From.Hosts) && ReferenceEquals(now.Networks, From.Networks) && ReferenceEquals(now.Frontend, From.Frontend));
    }
}
