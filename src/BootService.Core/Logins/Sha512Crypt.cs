using System.Security.Cryptography;
using System.Text;

namespace BootService.Core.Logins;

/// <summary>
/// The password hash <c>$6$</c> that every Linux a node may be installed with understands ("Unix crypt using SHA-256 and SHA-512" by
/// Ulrich Drepper, public domain, 2007), with its usual 5000 rounds.
/// </summary>
public static class Sha512Crypt
{
    private const string Prefix = "$6$";
    private const string Letters = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int Rounds = 5000;
    private const int SaltLength = 16;
    private const int Size = SHA512.HashSizeInBytes;

    /// <summary>The order in which the digest's octets are written, three at a time; the last stands alone.</summary>
    private static readonly byte[] Order =
    [
        0, 21, 42, 22, 43, 1, 44, 2, 23, 3, 24, 45, 25, 46, 4, 47, 5, 26, 6, 27, 48, 28, 49, 7, 50, 8, 29, 9, 30, 51, 31, 52, 10, 53, 11, 32, 12, 33, 54,
        34, 55, 13, 56, 14, 35, 15, 36, 57, 37, 58, 16, 59, 17, 38, 18, 39, 60, 40, 61, 19, 62, 20, 41,
    ];

    /// <summary>The hash of a password with a salt of its own.</summary>
    public static string Hash(string password) => Hash(password, RandomNumberGenerator.GetString(Letters, SaltLength));

    /// <summary>The hash of a password with a given salt, of which at most 16 characters count.</summary>
    public static string Hash(string password, string salt)
    {
        ArgumentNullException.ThrowIfNull(password);
        ArgumentNullException.ThrowIfNull(salt);
        salt = salt.Length > SaltLength ? salt[..SaltLength] : salt;
        var (key, grain) = (Encoding.UTF8.GetBytes(password), Encoding.UTF8.GetBytes(salt));
        var digest = First(key, grain);
        var keys = Sequence(key, key.Length, key.Length);
        var grains = Sequence(grain, 16 + digest[0], grain.Length);
        for (var round = 0; round < Rounds; round++)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
            hash.AppendData(round % 2 != 0 ? keys : digest);
            hash.AppendData(round % 3 != 0 ? grains : []);
            hash.AppendData(round % 7 != 0 ? keys : []);
            hash.AppendData(round % 2 != 0 ? digest : keys);
            hash.GetHashAndReset(digest);
        }

        return $"{Prefix}{salt}${Written(digest)}";
    }

    private static byte[] First(byte[] key, byte[] salt)
    {
        byte[] inner = SHA512.HashData([.. key, .. salt, .. key]);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        hash.AppendData(key);
        hash.AppendData(salt);
        hash.AppendData(Repeated(inner, key.Length));
        for (var bits = key.Length; bits > 0; bits >>= 1)
        {
            hash.AppendData((bits & 1) != 0 ? inner : key);
        }

        return hash.GetHashAndReset();
    }

    /// <summary>The digest of a text written several times, stretched to a length.</summary>
    private static byte[] Sequence(byte[] text, int times, int length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        for (var i = 0; i < times; i++)
        {
            hash.AppendData(text);
        }

        return Repeated(hash.GetHashAndReset(), length);
    }

    private static byte[] Repeated(byte[] digest, int length)
    {
        var repeated = new byte[length];
        for (var at = 0; at < length; at += Size)
        {
            digest.AsSpan(0, Math.Min(Size, length - at)).CopyTo(repeated.AsSpan(at));
        }

        return repeated;
    }

    private static string Written(byte[] digest)
    {
        var text = new StringBuilder(86);
        for (var at = 0; at < Order.Length; at += 3)
        {
            Append(text, (digest[Order[at]] << 16) | (digest[Order[at + 1]] << 8) | digest[Order[at + 2]], 4);
        }

        Append(text, digest[Size - 1], 2);
        return text.ToString();
    }

    private static void Append(StringBuilder text, int bits, int letters)
    {
        for (; letters > 0; letters--, bits >>= 6)
        {
            text.Append(Letters[bits & 63]);
        }
    }
}
