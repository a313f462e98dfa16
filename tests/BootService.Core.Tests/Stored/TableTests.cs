using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using BootService.Core.Hosts;
using BootService.Core.Stored;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Core.Tests.Stored;

public sealed class TableTests
{
    // What a table does not keep, and why.
    private static readonly Dictionary<string, string> Elsewhere = new(StringComparer.Ordinal)
    {
        ["Host.Interfaces"] = "in a table of their own",
        ["AuditedLine.UndoneBy"] = "with the undos",
        ["StoredEvent.Newer"] = "in the columns of the stage and of the outcome, where they hold no words of this version",
    };

    public static TheoryData<string> Names => [.. Tables.All.Concat(SharedTables.All).Select(table => table.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_property_of_a_stored_thing_comes_back_from_its_table(string name)
    {
        var table = Tables.All.Concat(SharedTables.All).Single(one => one.Name == name);
        typeof(TableTests).GetMethod(nameof(ComesBack), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(table.GetType().GenericTypeArguments)
            .Invoke(null, [table]);
    }

    private static void ComesBack<T>(Table<T> table)
    {
        var value = (T)Filled(typeof(T));

        var again = table.Reader()(new CellRow(table.CellsOf(value)));

        Same(typeof(T), value!, again!, typeof(T).Name);
    }

    private static void Same(Type type, object expected, object actual, string at)
    {
        if (Settable(type).ToList() is not { Count: > 0 } properties)
        {
            Assert.True(Equals(expected, actual), $"{at} was {expected} and came back as {actual}: its table has no column for it");
            return;
        }

        foreach (var property in properties)
        {
            var (was, now) = (property.GetValue(expected), property.GetValue(actual));
            Assert.True(now is not null, $"{at}.{property.Name} was {was} and came back as nothing: its table has no column for it");
            if (was is ImmutableArray<string> words)
            {
                Assert.Equal(words.AsEnumerable(), (ImmutableArray<string>)now);
            }
            else if (was is ImmutableArray<byte> bytes)
            {
                Assert.Equal(bytes.AsEnumerable(), (ImmutableArray<byte>)now);
            }
            else if (was is ReadOnlyMemory<byte> octets)
            {
                Assert.True(octets.Span.SequenceEqual(((ReadOnlyMemory<byte>)now).Span), $"{at}.{property.Name} came back as other octets");
            }
            else
            {
                Same(was!.GetType(), was, now, $"{at}.{property.Name}");
            }
        }
    }

    private static IEnumerable<PropertyInfo> Settable(Type type) => IsPlain(type) ? [] : type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.SetMethod is not null && property.GetIndexParameters().Length == 0
            && !Elsewhere.ContainsKey($"{type.Name}.{property.Name}"));

    private static bool IsPlain(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(DateTimeOffset) || type == typeof(TimeSpan)
        || type == typeof(MacAddress) || type == typeof(Ipv4) || type == typeof(Ipv4Network);

    // A value with nothing in it that a new one has.
    private static object Filled(Type type)
    {
        object? plain = Type.GetTypeCode(type) switch
        {
            _ when Nullable.GetUnderlyingType(type) is { } inner => Filled(inner),
            _ when type.IsEnum => Enum.GetValues(type).Cast<object>().Last(),
            TypeCode.String => "word",
            TypeCode.Boolean => true,
            TypeCode.Int32 => 11,
            TypeCode.UInt32 => 12u,
            TypeCode.Int64 => 13L,
            _ when type == typeof(ReadOnlyMemory<byte>) => new ReadOnlyMemory<byte>("[]"u8.ToArray()),
            _ when type == typeof(DateTimeOffset) => Cluster.Noon,
            _ when type == typeof(TimeSpan) => TimeSpan.FromSeconds(14),
            _ when type == typeof(HostName) => Cluster.Name("backend-0-1"),
            _ when type == typeof(Core.Attributes.AttributeName) => Core.Attributes.AttributeName.Parse("name"),
            _ when type == typeof(MacAddress) => new MacAddress(15),
            _ when type == typeof(Ipv4) => new Ipv4(16),
            _ when type == typeof(Ipv4Network) => Ipv4Network.Parse("10.1.0.0/16"),
            _ when type == typeof(Core.Access.HostScope) => Core.Access.HostScope.Of("lab", null, null),
            _ when type == typeof(ImmutableArray<string>) => ImmutableArray.Create("one", "two"),
            _ when type == typeof(ImmutableArray<byte>) => ImmutableArray.Create<byte>(0, 255),
            _ => null,
        };
        if (plain is not null)
        {
            return plain;
        }

        var made = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var property in Settable(type))
        {
            property.SetValue(made, Filled(property.PropertyType));
        }

        return made;
    }

    private sealed class CellRow(object?[] cells) : IRow
    {
        public bool IsNull(int at) => cells[at] is null;

        public string Text(int at) => cells[at] is ReadOnlyMemory<byte> octets ? Encoding.UTF8.GetString(octets.Span) : (string)cells[at]!;

        public long Number(int at) => (long)cells[at]!;

        public bool Flag(int at) => (bool)cells[at]!;

        public byte[] Bytes(int at) => (byte[])cells[at]!;
    }
}
