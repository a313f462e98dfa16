using System.Buffers.Binary;

namespace BootService.Tests.Traces;

/// <summary>A span as it is on the wire (opentelemetry/proto/trace/v1/trace.proto).</summary>
internal sealed record OtlpSpan(string Trace, string Id, string Parent, string Name, DateTimeOffset Begins, bool IsError)
{
    private const int ResourceSpans = 1;
    private const int ScopeSpans = 2;
    private const int Spans = 2;
    private const int Status = 15;
    private const int StatusCode = 3;

    /// <summary>The spans of an ExportTraceServiceRequest.</summary>
    public static IEnumerable<OtlpSpan> All(byte[] request) =>
        from resource in Fields(request).Where(field => field.Number == ResourceSpans)
        from scope in Fields(resource.Octets).Where(field => field.Number == ScopeSpans)
        from span in Fields(scope.Octets).Where(field => field.Number == Spans)
        select Read(Fields(span.Octets).ToArray());

    private static OtlpSpan Read((int Number, ulong Value, byte[] Octets)[] fields) => new(
        Convert.ToHexString(Octets(fields, 1)),
        Convert.ToHexString(Octets(fields, 2)),
        Convert.ToHexString(Octets(fields, 4)),
        System.Text.Encoding.UTF8.GetString(Octets(fields, 5)),
        DateTimeOffset.UnixEpoch.AddTicks((long)(fields.Single(field => field.Number == 7).Value / 100)),
        Fields(Octets(fields, Status)).Any(field => field is { Number: StatusCode, Value: 2 }));

    private static byte[] Octets((int Number, ulong Value, byte[] Octets)[] fields, int number) =>
        fields.Where(field => field.Number == number).Select(field => field.Octets).FirstOrDefault() ?? [];

    private static List<(int Number, ulong Value, byte[] Octets)> Fields(byte[] message)
    {
        var all = new List<(int, ulong, byte[])>();
        for (var at = 0; at < message.Length;)
        {
            var key = Varint(message, ref at);
            var number = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    all.Add((number, Varint(message, ref at), []));
                    break;
                case 1:
                    all.Add((number, BinaryPrimitives.ReadUInt64LittleEndian(message.AsSpan(at)), []));
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message, ref at);
                    all.Add((number, 0, message[at..(at + length)]));
                    at += length;
                    break;
                case 5:
                    all.Add((number, BinaryPrimitives.ReadUInt32LittleEndian(message.AsSpan(at)), []));
                    at += 4;
                    break;
                default:
                    throw new FormatException($"wire type {key & 7}");
            }
        }

        return all;
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var octet = message[at++];
            value |= (ulong)(octet & 0x7F) << shift;
            if (octet < 0x80)
            {
                return value;
            }
        }
    }
}
