import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const problemsOf = (env: Record<string, string>): string => {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
};

const SMS = {
  SMS_SERVICE: 'sms-ab12345-1',
  SMS_APPLICATION_KEY: 'ak',
  SMS_APPLICATION_SECRET: 'as',
  SMS_CONSUMER_KEY: 'ck',
};
const OIDC = {
  OIDC_ISSUER: 'https://auth.exemple.fr/api',
  OIDC_CLIENT_ID: 'pouvoir-bouger',
  OIDC_CLIENT_SECRET: 'hunter2',
};

describe('readConfig', () => {
  test('asks for nothing: everything has a default', () => {
    expect(readConfig({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      dataDir: resolve('.data'),
      databaseUrl: null,
      redisUrl: null,
      territoryId: 'meuse',
      trustedProxies: [],
      osrm: { car: null, bike: null, foot: null },
      osrmTerritories: ['meuse'],
      auditEvery: 200,
      osmPbf: null,
      publicUrl: 'http://127.0.0.1:3000',
      mail: null,
      sms: null,
      banUrl: null,
      demo: true,
      demoApiKey: null,
      authSecret: null,
      oidc: null,
    });
  });

  test('takes an empty variable for an absent one', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '', DEMO: '' })).toEqual(readConfig({}));
  });

  test.each([
    [{ PORT: '0' }, 'PORT'],
    [{ PORT: '65536' }, 'PORT'],
    [{ PORT: '3e3' }, 'PORT'],
    [{ PORT: '-1' }, 'PORT'],
    [{ HOST: 'http://localhost' }, 'HOST'],
    [{ HOST: 'localhost:3000' }, 'HOST'],
    [{ DATABASE_URL: 'mysql://localhost/base' }, 'DATABASE_URL'],
    [{ DATABASE_URL: 'localhost' }, 'DATABASE_URL'],
    [{ DATABASE_URL: 'postgres:///base' }, 'DATABASE_URL'],
    [{ REDIS_URL: 'http://localhost:6379' }, 'REDIS_URL'],
    [{ OSRM_URL: 'localhost:5000' }, 'OSRM_URL'],
    [{ OSRM_URL_FOOT: 'ftp://localhost' }, 'OSRM_URL_FOOT'],
    [{ OSM_PBF: 'https://example.org/lorraine.osm.pbf' }, 'npm run roads'],
    [{ TERRITORY: 'La Meuse' }, 'TERRITORY'],
    [{ OSRM_TERRITORIES: 'meuse,' }, 'OSRM_TERRITORIES'],
    [{ TERRITORY: '../meuse' }, 'TERRITORY'],
    [{ TRUSTED_PROXIES: 'proxy.local' }, 'TRUSTED_PROXIES'],
    [{ TRUSTED_PROXIES: '10.0.0.0/33' }, 'TRUSTED_PROXIES'],
    [{ TRUSTED_PROXIES: '::1,10.0.0' }, 'TRUSTED_PROXIES'],
    [{ AUDIT_EVERY: '-1' }, 'AUDIT_EVERY'],
    [{ DEMO: 'yes' }, 'DEMO'],
    [{ DEMO_API_KEY: 'short', HOST: '0.0.0.0', DEMO: 'force' }, 'DEMO_API_KEY'],
    [{ DEMO_API_KEY: 'avec des espaces dedans' }, 'DEMO_API_KEY'],
    [{ AUTH_SECRET: 'trop court' }, 'AUTH_SECRET'],
    [{ PUBLIC_URL: 'https://exemple.fr/mobilite' }, 'PUBLIC_URL'],
    [{ OIDC_ISSUER: 'https://auth.exemple.fr' }, 'OIDC_CLIENT_ID'],
    [{ OIDC_CLIENT_ID: 'x', OIDC_CLIENT_SECRET: 'y' }, 'OIDC_ISSUER'],
    [{ ...OIDC, OIDC_ISSUER: 'http://auth.exemple.fr' }, 'https://'],
    [{ ...OIDC, OIDC_TOKEN_URL: 'https://auth.exemple.fr/token' }, 'OIDC_JWKS_URL'],
    [{ ...OIDC, OIDC_EMAILS_VERIFIED: 'oui' }, 'OIDC_EMAILS_VERIFIED'],
    [{ SMS_SERVICE: 'sms-ab12345-1' }, 'SMS_APPLICATION_KEY'],
    [{ ...SMS, SMS_CONSUMER_KEY: '' }, 'SMS_CONSUMER_KEY'],
    [{ ...SMS, SMS_SENDER: 'Mobilité' }, 'SMS_SENDER'],
    [{ ...SMS, SMS_SENDER: '0612345678' }, 'SMS_SENDER'],
    [{ ...SMS, SMS_SERVICE: '../me' }, 'SMS_SERVICE'],
    [{ ...SMS, SMS_URL: 'http://sms.exemple.fr/1.0' }, 'https://'],
  ])('refuses %j, naming %s', (env, name) => {
    expect(problemsOf(env)).toContain(name);
  });

  test('names every wrong value at once, a line each', () => {
    expect(problemsOf({ PORT: 'abc', DEMO: 'yes' }).split('\n')).toHaveLength(2);
  });

  test('reads an SMS account, by OVHcloud unless told otherwise', () => {
    expect(readConfig({}).sms).toBeNull();
    expect(readConfig(SMS).sms).toEqual({
      url: 'https://eu.api.ovh.com/1.0',
      service: 'sms-ab12345-1',
      sender: null,
      applicationKey: 'ak',
      applicationSecret: 'as',
      consumerKey: 'ck',
    });
    expect(readConfig({ ...SMS, SMS_URL: 'http://127.0.0.1:4000/1.0/' }).sms?.url).toBe('http://127.0.0.1:4000/1.0');
  });

  test('never repeats a secret in its complaint', () => {
    expect(problemsOf({ DATABASE_URL: 'mysql://user:hunter2@db/base', DEMO_API_KEY: 'hunter2 é' })).not.toContain(
      'hunter2',
    );
  });

  test('OSRM_URL is a server for cars: one server knows one mode, and walking at car speed would be a broken promise', () => {
    expect(readConfig({ OSRM_URL: 'http://osrm:5000/' }).osrm).toEqual({
      car: 'http://osrm:5000',
      bike: null,
      foot: null,
    });
  });

  test('a mode’s own server goes before OSRM_URL', () => {
    const env = {
      OSRM_URL: 'http://a',
      OSRM_URL_CAR: 'http://b',
      OSRM_URL_BIKE: 'http://c',
      OSRM_URL_FOOT: 'http://d',
    };
    expect(readConfig(env).osrm).toEqual({ car: 'http://b', bike: 'http://c', foot: 'http://d' });
  });

  test('takes proxies by address or by network', () => {
    expect(readConfig({ TRUSTED_PROXIES: '127.0.0.1, ::1,fd00::/8' }).trustedProxies).toEqual([
      '127.0.0.1',
      '::1',
      'fd00::/8',
    ]);
  });

  test('OSRM servers hold the roads of the territory shown, or of those that are named', () => {
    expect(readConfig({ TERRITORY: 'vosges' }).osrmTerritories).toEqual(['vosges']);
    expect(readConfig({ OSRM_TERRITORIES: 'meuse, vosges' }).osrmTerritories).toEqual(['meuse', 'vosges']);
  });

  test('an OpenID provider tells its addresses, unless all are given', () => {
    expect(readConfig(OIDC).oidc).toEqual({
      name: 'ProConnect',
      issuer: 'https://auth.exemple.fr/api',
      clientId: 'pouvoir-bouger',
      clientSecret: 'hunter2',
      endpoints: null,
      emailsAreVerified: false,
    });
    const given = Object.fromEntries(
      ['AUTHORIZATION', 'TOKEN', 'USERINFO', 'JWKS'].map((name) => [`OIDC_${name}_URL`, `https://a.fr/${name}`]),
    );
    expect(readConfig({ ...OIDC, ...given }).oidc?.endpoints).toEqual({
      authorization: 'https://a.fr/AUTHORIZATION',
      token: 'https://a.fr/TOKEN',
      userinfo: 'https://a.fr/USERINFO',
      jwks: 'https://a.fr/JWKS',
      endSession: null,
    });
    expect(readConfig({ ...OIDC, OIDC_ISSUER: 'http://127.0.0.1:4000' }).oidc?.issuer).toBe('http://127.0.0.1:4000');
  });

  test('OSM_PBF is a file, wherever the program then runs', () => {
    expect(readConfig({ OSM_PBF: 'lorraine.osm.pbf' }).osmPbf).toBe(resolve('lorraine.osm.pbf'));
  });
});

describe('the demonstration', () => {
  const external = { DATABASE_URL: 'postgres://user@db/base' };

  test.each([
    [{}, true],
    [{ DEMO: '0' }, false],
    [external, false],
    [{ ...external, DEMO: '1' }, true],
    [{ HOST: 'localhost' }, true],
    [{ HOST: '::1' }, true],
    [{ HOST: '127.0.0.2' }, true],
    [{ HOST: '0.0.0.0', DEMO: '0' }, false],
    [{ HOST: '0.0.0.0', DEMO: 'force' }, true],
    [{ ...external, HOST: '0.0.0.0' }, false],
  ])('%j → %s', (env, demo) => {
    expect(readConfig(env).demo).toBe(demo);
  });

  test.each(['0.0.0.0', '::', '192.168.1.10', 'mobilite.example.org', '127.example.org'])(
    'is not opened on HOST=%s by default, and says how to',
    (HOST) => {
      expect(problemsOf({ HOST })).toMatch(/DEMO=0.*DEMO=force/);
      expect(problemsOf({ HOST, DEMO: '1' })).toContain(HOST);
    },
  );
});
