using BootService.Core.Hosts;
using BootService.Protocols.Net;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace BootService.Storage.Rows;

/// <summary>How values look in a column: the one place, for what is written by statement; <see cref="Cells"/> reads it back, and the model knows it by the converters.</summary>
/// <remarks>Enumerations are stored by name: a case put in between must not change what older rows say.</remarks>
internal static class Columns
{
    public static long Of(DateTimeOffset at) => at.UtcTicks;

    public static object? Of(DateTimeOffset? at) => at?.UtcTicks;

    public static long Of(TimeSpan time) => time.Ticks;

    public static long Of(MacAddress mac) => (long)mac.Value;

    public static object? Of(MacAddress? mac) => mac is { } value ? (long)value.Value : null;

    public static long Of(Ipv4 address) => address.Value;

    public static object? Of(Ipv4? address) => address is { } value ? (long)value.Value : null;

    public static string Of(HostName name) => name.ToString();

    public sealed class Time() : ValueConverter<DateTimeOffset, long>(at => Of(at), ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    public sealed class Duration() : ValueConverter<TimeSpan, long>(time => Of(time), ticks => new TimeSpan(ticks));

    public sealed class Mac() : ValueConverter<MacAddress, long>(mac => Of(mac), value => new MacAddress((ulong)value));

    public sealed class Address() : ValueConverter<Ipv4, long>(address => Of(address), value => new Ipv4((uint)value));

    public sealed class Host() : ValueConverter<HostName, string>(name => Of(name), text => HostName.Parse(text, null));

    public sealed class Word<T>() : ValueConverter<T, string>(value => value.ToString(), text => Enum.Parse<T>(text))
        where T : struct, Enum;
}
