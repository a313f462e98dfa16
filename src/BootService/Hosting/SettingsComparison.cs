using System.Globalization;
using System.Reflection;

namespace BootService.Hosting;

/// <summary>Says in which keys settings differ.</summary>
internal static class SettingsComparison
{
    /// <summary>The keys whose values differ, such as <c>Dhcp:Port</c>, with the newer value as text; in the order of their declaration.</summary>
    /// <param name="older">Settings from before.</param>
    /// <param name="newer">Settings of now.</param>
    public static IReadOnlyList<(string Key, string Value)> Between(DaemonSettings older, DaemonSettings newer) =>
        [.. Differences(typeof(DaemonSettings), older, newer, string.Empty)];

    private static IEnumerable<(string Key, string Value)> Differences(Type type, object older, object newer, string path)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
        {
            var (was, isNow) = (property.GetValue(older), property.GetValue(newer));
            if (property.PropertyType.IsClass && property.PropertyType != typeof(string))
            {
                foreach (var below in Differences(property.PropertyType, was!, isNow!, $"{path}{property.Name}:"))
                {
                    yield return below;
                }
            }
            else if (!Equals(was, isNow))
            {
                yield return (path + property.Name, Convert.ToString(isNow, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : "not set");
            }
        }
    }
}
