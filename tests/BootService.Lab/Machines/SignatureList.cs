using System.Buffers.Binary;

namespace BootService.Lab.Machines;

/// <summary>A certificate in the form in which UEFI keeps those it trusts (UEFI specification, EFI_SIGNATURE_LIST).</summary>
internal static class SignatureList
{
    private const int ListHeader = 28;
    private const int Owner = 16;

    private static readonly Guid X509 = new("a5c059a1-94e4-4aa7-87b5-ab155c2bf072");

    /// <summary>The list with this one certificate in it.</summary>
    /// <param name="certificate">As DER.</param>
    public static byte[] Of(ReadOnlySpan<byte> certificate)
    {
        var list = new byte[ListHeader + Owner + certificate.Length];
        X509.TryWriteBytes(list);
        BinaryPrimitives.WriteInt32LittleEndian(list.AsSpan(16), list.Length);
        BinaryPrimitives.WriteInt32LittleEndian(list.AsSpan(24), Owner + certificate.Length);
        certificate.CopyTo(list.AsSpan(ListHeader + Owner));
        return list;
    }
}
