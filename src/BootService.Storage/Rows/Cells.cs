using BootService.Core.Hosts;
using BootService.Protocols.Net;
using Microsoft.Data.Sqlite;

namespace BootService.Storage.Rows;

/// <summary>The columns of one row, by their place in the question, as the values that <see cref="Columns"/> wrote.</summary>
/// <remarks>What no version of ours wrote is a <see cref="FormatException"/>, <see cref="ArgumentException"/>, <see cref="OverflowException"/>, <see cref="InvalidCastException"/>
/// or <see cref="InvalidOperationException"/> (a null where none may be).</remarks>
internal static class Cells
{
    public static string Text(this SqliteDataReader row, int at) => row.GetString(at);

    public static string? TextOrNull(this SqliteDataReader row, int at) => row.IsDBNull(at) ? null : row.GetString(at);

    public static long Number(this SqliteDataReader row, int at) => row.GetInt64(at);

    public static long? NumberOrNull(this SqliteDataReader row, int at) => row.IsDBNull(at) ? null : row.GetInt64(at);

    public static int Int(this SqliteDataReader row, int at) => row.GetInt32(at);

    public static bool Flag(this SqliteDataReader row, int at) => row.GetBoolean(at);

    public static DateTimeOffset Time(this SqliteDataReader row, int at) => new(row.GetInt64(at), TimeSpan.Zero);

    public static DateTimeOffset? TimeOrNull(this SqliteDataReader row, int at) => row.IsDBNull(at) ? null : row.Time(at);

    public static TimeSpan Duration(this SqliteDataReader row, int at) => new(row.GetInt64(at));

    public static MacAddress Mac(this SqliteDataReader row, int at) => new((ulong)row.GetInt64(at));

    public static MacAddress? MacOrNull(this SqliteDataReader row, int at) => row.IsDBNull(at) ? null : row.Mac(at);

    public static Ipv4 Address(this SqliteDataReader row, int at) => new((uint)row.GetInt64(at));

    public static Ipv4? AddressOrNull(this SqliteDataReader row, int at) => row.IsDBNull(at) ? null : row.Address(at);

    public static HostName Host(this SqliteDataReader row, int at) => HostName.Parse(row.GetString(at), null);

    public static T Word<T>(this SqliteDataReader row, int at)
        where T : struct, Enum => Enum.Parse<T>(row.GetString(at));
}
