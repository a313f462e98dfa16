using BootService.Core.Logins;
using Xunit;

namespace BootService.Core.Tests.Logins;

public class PasswordHashTests
{
    // What "openssl passwd -6" makes of them; the first is of the algorithm's own description.
    [Theory]
    [InlineData("Hello world!", "saltstring", "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1")]
    [InlineData(
        "ü€ long long long long long long long long long long long long long long long long long long password over 64",
        "a",
        "$6$a$GKsUJmooOM/EwgS8vS8xQwiXkVQntG6HXDAXE8xeSxbTBUQgatVRfR0skl5rqdJBXNE5V/sDmR7PEZvj9k/Qr/")]
    public void A_hash_is_the_one_that_other_systems_make(string password, string salt, string expected) =>
        Assert.Equal(expected, Sha512Crypt.Hash(password, salt));

    [Fact]
    public void Two_hashes_of_one_password_differ_by_their_salt() => Assert.NotEqual(PasswordHash.Of("secret"), PasswordHash.Of("secret"));

    [Theory]
    [InlineData("$6$salt$hash/with.dots")]
    [InlineData("$6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.")]
    [InlineData("$y$j9T$F5Jx5fExrKuPp53xLKQ..1$X3DX6M94c7o.9agCG9G317fhZg9SqC.5i5rd.RhAtQ7")]
    [InlineData("$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [InlineData("$1$salt$UsdFqFVB.FsuinRDK5eE..")]
    [InlineData("!$6$salt$hash")]
    [InlineData("*")]
    [InlineData("!!")]
    public void What_is_crypted_or_locked_stays_as_it_is(string text) => Assert.Equal(text, PasswordHash.Of(text));

    [Theory]
    [InlineData("secret")]
    [InlineData("thirteenchars")]
    [InlineData("$money$")]
    [InlineData("two words, ünicode")]
    public void What_is_not_is_crypted(string password) => Assert.StartsWith("$6$", PasswordHash.Of(password), StringComparison.Ordinal);

    [Theory]
    [InlineData("", "empty")]
    [InlineData("$6$salt", "cut short")]
    [InlineData("$y$j9T$", "cut short")]
    [InlineData("a\tb", "control character")]
    public void What_nobody_could_log_in_with_is_refused(string password, string why) =>
        Assert.Contains(why, Assert.Throws<RefusedException>(() => PasswordHash.Of(password)).Message, StringComparison.Ordinal);
}
